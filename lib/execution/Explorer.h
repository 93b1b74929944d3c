//===- Explorer.h - Path-sensitive execution of facts -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A worklist over (block, state). Guard valuations are kept apart along paths,
// everything else is joined where too many states meet, as in property
// simulation (Das, Lerner, Seigel, ESP, PLDI 2002). A loop is run once as it
// is, then with what it changes generalised (anti-unification of the two
// visits of its head), until nothing changes: three or four passes.
//
// Each visit of a block is a node that knows its parent, so every result has
// its path.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_EXPLORER_H
#define REENTRANCY_LIB_EXPLORER_H

#include "facts/Facts.h"
#include "values/State.h"
#include "vocabulary/Limits.h"
#include "vocabulary/YieldKind.h"
#include <array>
#include <set>

namespace reentrancy {

struct WriteEvent {
  Term Loc;
  Term Old, New;
  const Fact *By;
  /// Whatever a call that is not seen made of it: of what others have written
  /// in it, it is not assumed to change anything.
  bool Framed = false;
};

struct ReadEvent {
  Term Loc;
  const Fact *By;
  Term Value; ///< what was there; None for a call's object
};

struct CallEvent {
  const Fact *By;
  const CallInfo *Call;
  Term Object; ///< location, or None
  llvm::SmallVector<Term, 4> Args;
  Term Key;         ///< callee, object and what is known of the arguments
  Term Written;     ///< the same with the arguments as they were computed
  unsigned Nth = 0; ///< how many such calls this run made before
  Term Answer;
  bool Repeated;       ///< the first run made the same call, as often
  unsigned Before = 0; ///< a submission: the state in which it was made

  /// Whether it is a call of the same callee with the same. What was learned
  /// of an argument between the two does not make it another.
  bool alike(const CallEvent &O) const {
    return Key == O.Key || Written == O.Written;
  }
};

struct Node {
  BlockId At = NoBlock;
  uint32_t Start = 0; ///< first fact executed
  int Parent = -1;
  State In;
  // How control came here from the parent.
  const Terminator *Via = nullptr;
  Term Cond = Term::None;
  int64_t Choice = 0; ///< branch: 1 or 0; switch: the case, INT64_MIN: default
  bool Undecided = false;  ///< the other way was possible too
  bool Generic = false;    ///< a loop head's joined state
  std::set<Term> Joined;   ///< the values that its loop head joined
  int Replaces = -1;       ///< the narrower state of the same loop head
  unsigned Passes = 0;     ///< of its loop, on this way
  bool Superseded = false; ///< a more general state took its place
  std::vector<WriteEvent> Writes;
  std::vector<ReadEvent> Reads;
  std::vector<CallEvent> Calls;
};

/// The last call on the way to node \p N that answered \p Answer, or null.
const CallEvent *callOf(const std::vector<Node> &Path, int N, Term Answer);

/// Whether \p Loc is, or lies in, a field of the object \p Whole.
bool isFieldOf(const TermTable &Terms, Term Loc, Term Whole);

struct Yield {
  YieldKind Kind = YieldKind::None;
  Term Answer = Term::None;     ///< Propagated: the callee's
  Term Completion = Term::None; ///< Leaf, Retry: what is handed out
};

/// Which calls behind the sync point are those that the first run made, done
/// again.
enum class Repeats : unsigned {
  All,
  AtTheSame, ///< place in the code
  None,
};

enum class Mode {
  FirstRun, ///< a callee may be pending or done
  Blocking, ///< every wait blocks: callees are done
};

class Explorer;
class Summaries;
struct Summary;

/// What a client sees of a run.
class RunVisitor {
public:
  virtual ~RunVisitor() = default;
  /// Before fact \p Index of the block of \p N. \returns true to end the path.
  virtual bool atFact(int N, uint32_t Index, State &S) { return false; }
  /// Before a call takes place. \returns true to end the path.
  virtual bool atCall(int N, const CallEvent &C, const State &S) {
    return false;
  }
  /// A test is about to be made.
  virtual void atTest(int N, Term Cond, const State &S) {}
  /// The function returns \p Answer.
  virtual void atReturn(int N, const State &S, Term Answer, const Terminator &T,
                        const Yield &Y) {}
  /// The answer that it hands on may as well not be pending: so in \p S.
  virtual void atReturnEnded(int N, const State &S, Term Answer) {}
};

class Explorer {
public:
  Explorer(const FunctionFacts &F, StateSpace &Space, const Limits &Bounds,
           Tier Threshold, Summaries *Callees);

  /// Runs from fact \p Fact of block \p B in state \p S. \returns false if
  /// more than \p Budget nodes were needed.
  bool run(Mode M, State S, BlockId B, uint32_t Fact, RunVisitor &V,
           unsigned Budget);

  std::vector<Node> Nodes;
  /// Pointers that are fields of what is handed on, and that no test asks for:
  /// an unseen call is not assumed to turn them to other objects.
  std::set<Term> Pointers;

  /// Whether a more general state was explored in place of one on the way.
  bool stale(int N) const;
  /// Whether from node \p From to node \p N a visit of the head of a loop
  /// around block \p B stands for any number of passes.
  bool genericPass(int N, int From, BlockId B) const;
  /// Runs the facts of \p B from \p From to \p To without looking at its end.
  void execute(State &S, BlockId B, uint32_t From, uint32_t To);
  Yield classify(const State &S, Term Answer, int N,
                 const Terminator &At) const;
  /// The state in which a call was made, by its answer.
  const State *before(const State &S, Term Answer) const;
  const State &snapshot(unsigned Id) const { return Snapshots[Id]; }
  /// From here on both runs are counted alike: calls are new ones but for
  /// \p Which. \p Pending, if there is one, is the next such call.
  void startBehind(State &S, Repeats Which, const CallEvent *Pending);
  /// Forgets that the call was answered: it is pending.
  void unanswer(State &S, const CallEvent &C);
  /// What the call left behind, if it was done: places and their contents.
  std::vector<std::pair<Term, Term>> left(const State &S,
                                          const CallEvent &C) const;
  /// Whether the callee leaves nothing more when it is called again at once.
  bool settles(const CallInfo &C) const;
  Summaries *callees() const { return Callees; }
  size_t visited() const { return Total; }
  bool guards(Term Loc) const;

  const FunctionFacts &F;
  StateSpace &Space;
  TermTable &Terms;

private:
  struct Outcome {
    const Fact *By = nullptr;
    Term Answer = Term::None;
    std::vector<std::pair<Term, Term>> After;
  };

  /// What the record of calls knows \p C by: what it is, and how often.
  std::array<unsigned, 2> entries(const CallEvent &C) const;
  unsigned outcome(const State &S, const CallEvent &C) const;
  bool runFact(int N, State &S, const Fact &X);
  CallEvent callAt(const State &S, const Fact &X);
  Term objectBefore(const State &S, const CallEvent &E) const;
  Term bare(const CallEvent &E, const Summary *Seen, Term Content) const;
  llvm::SmallVector<Term, 6> inputs(const State &S, const CallEvent &E,
                                    const Summary *Seen) const;
  struct Left {
    Term Place, Value;
    bool Sure;   ///< written on each way, whatever the place held
    bool Framed; ///< only by calls that are not seen
  };
  llvm::SmallVector<Left, 4> leaves(const State &S, const CallEvent &E,
                                    const Summary &Seen) const;
  void keepFields(State &S, const State &Before, Term Whole);
  bool runCall(int N, State &S, const Fact &X);
  Term evaluate(const State &S, const Fact &X, llvm::ArrayRef<Term> In);
  void write(int N, State &S, Term Loc, Term V, const Fact &X,
             const State *Before = nullptr);
  void finishBlock(int N, State &S);
  void enqueue(int Parent, BlockId B, State S, const Terminator *Via, Term Cond,
               int64_t Choice, bool Undecided);
  bool mayGuard(Term Loc) const;
  bool counted(int Head, int N) const;
  bool decidedTest(int N) const;
  unsigned valuation(const State &S);
  unsigned visitKey(BlockId Head, unsigned Guards);
  std::set<Term> overwritten(int Head, int N) const;
  bool learnPending(State &S, int N, const Yield &Y) const;
  bool dependsOn(int Chosen, BlockId To) const;
  Term askedPending(const State &S, int N) const;
  Term askedInOwnWords(const State &S, int N) const;
  bool setsState(int From, int N) const;
  /// Under which \p C is known to have been told "not yet" in own words.
  unsigned waitedFor(Term Key) const;
  Yield classifyValue(const State &S, Term Answer, int N,
                      const Terminator &At) const;

  const Limits &Bounds;
  Tier Threshold;
  Summaries *Callees; ///< null: no callee's body is looked into
  Mode Current = Mode::FirstRun;
  RunVisitor *Visitor = nullptr;
  std::set<std::pair<uint32_t, int>> Worklist;
  std::vector<std::vector<int>> AtBlock;
  /// How many states of one block are told apart, whatever their guards hold:
  /// independent flags have exponentially many valuations. The states of a
  /// state machine are as many as its cases.
  size_t Crowd;
  /// The states of one valuation at one block, and the last one that was made
  /// of all when they became too many.
  struct Alike {
    std::vector<int> Nodes;
    int Joined = -1;
  };
  std::map<std::pair<BlockId, unsigned>, Alike> Valuations;
  std::map<std::vector<unsigned>, unsigned> ValuationIndex;
  std::map<std::pair<BlockId, unsigned>, unsigned> VisitIndex;
  std::vector<int> JoinedAt; ///< the same for all states of a block
  std::vector<Outcome> Outcomes;
  std::deque<State> Snapshots;
  mutable llvm::DenseMap<unsigned, bool> Guarding; ///< guards(), once each
  unsigned Budget = 0;
  size_t Total = 0;
  bool Exhausted = false;

  enum class Op {
    Generic,
    Add,
    Sub,
    Mul,
    And,
    Or,
    Xor,
    Not,
    Div,
    Rem,
    Shl,
    Shr,
    Eq,
    Lt,
    LNot,
    Update,
    Status,
    CompletionState,
    InFlight,
    Range,
  };
  llvm::DenseMap<Symbol, Op> Ops;
};

} // namespace reentrancy

#endif
