#include "ioresult/detail/completion_state.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "errors.hpp"
#include "ioresult/ioresult.hpp"

// Meant to be run under ThreadSanitizer as well.
namespace {

using ioresult::Completion;
using ioresult::CompletionGroup;
using ioresult::Waker;
using runtime_test::kIoError;

constexpr int kRounds = 300;

// Runs all of them on a thread each, started together.
template <class... Work> void together(Work... work) {
  std::latch start(sizeof...(work));
  std::vector<std::thread> threads;
  (threads.emplace_back([&start, work = std::move(work)] {
    start.arrive_and_wait();
    work();
  }),
   ...);
  for (std::thread &thread : threads)
    thread.join();
}

TEST(CompletionThreads, OneOfManyResultsWins) {
  for (int round = 0; round < kRounds; ++round) {
    int calls = 0; // not atomic: a second call would be a race
    std::error_code result;
    const Completion completion = Completion::make([&](std::error_code error) {
      ++calls;
      result = error;
    });
    together([=] { completion.complete(); }, [=] { completion.fail(kIoError); },
             [=] { completion.abort(); });
    EXPECT_EQ(calls, 1);
    EXPECT_TRUE(completion.finished());
    EXPECT_EQ(completion.error(), result);
  }
}

TEST(CompletionThreads, WhoSeesItFinishedSeesWhatTheCallbackDid) {
  for (int round = 0; round < kRounds; ++round) {
    int data = 0; // not atomic
    const Completion completion =
        Completion::make([&](std::error_code) { data = 5; });
    together([=] { completion.complete(); },
             [&data, completion] {
               while (!completion.finished())
                 std::this_thread::yield();
               EXPECT_EQ(data, 5);
               EXPECT_TRUE(completion.succeeded());
             });
  }
}

TEST(CompletionThreads, AccessorsMayBeReadWhileItFails) {
  for (int round = 0; round < kRounds; ++round) {
    const Completion completion = Completion::make();
    together([=] { completion.fail(kIoError); },
             [=] {
               while (!completion.failed()) {
                 EXPECT_FALSE(completion.succeeded());
                 std::this_thread::yield();
               }
               EXPECT_EQ(completion.error(), kIoError);
             });
  }
}

TEST(CompletionThreads, AWakerIsWokenOnceWheneverItIsAdded) {
  for (int round = 0; round < kRounds; ++round) {
    const Completion completion = Completion::make();
    std::atomic<int> woken = 0;
    together([=] { completion.complete(); },
             [&woken, completion] {
               completion.add_waker(Waker::make([&woken] { ++woken; }));
             });
    EXPECT_EQ(woken, 1);
  }
}

TEST(CompletionThreads, AWakerCanBeTakenBackMeanwhile) {
  for (int round = 0; round < kRounds; ++round) {
    const Completion completion = Completion::make();
    const auto woken = std::make_shared<std::atomic<int>>(0);
    const Waker waker = Waker::make([woken] { ++*woken; });
    completion.add_waker(waker);
    together([=] { completion.complete(); },
             [=] { completion.remove_waker(waker); });
    EXPECT_LE(*woken, 1);
  }
}

TEST(CompletionGroupThreads, ChildrenFinishWhileItIsBuilt) {
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Completion> children;
    for (int i = 0; i < 8; ++i)
      children.push_back(Completion::make());
    int calls = 0; // not atomic
    std::error_code result;
    Completion all;
    together(
        [&] {
          CompletionGroup group([&](std::error_code error) {
            ++calls;
            result = error;
          });
          for (const Completion &child : children)
            group.add(child);
          all = group.build();
        },
        [&] {
          for (int i = 0; i < 4; ++i)
            children[i].complete();
        },
        [&] {
          for (int i = 4; i < 8; ++i)
            children[i].fail(kIoError);
        });
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(result, kIoError);
    EXPECT_EQ(all.error(), kIoError);
  }
}

TEST(CompletionGroupThreads, CallbackSeesWhatEveryChildDid) {
  for (int round = 0; round < kRounds; ++round) {
    std::vector<int> data(3); // one element per child, none of them atomic
    int sum = 0;
    CompletionGroup group([&](std::error_code) {
      for (const int n : data)
        sum += n;
    });
    std::vector<Completion> children;
    for (int &n : data) {
      children.push_back(Completion::make([&n](std::error_code) { n = 1; }));
      group.add(children.back());
    }
    const Completion all = group.build();
    together([&] { children[0].complete(); },
             [&] { children[1].fail(kIoError); },
             [&] { children[2].complete(); });
    EXPECT_EQ(sum, 3);
    EXPECT_EQ(all.error(), kIoError);
  }
}

TEST(CompletionGroupThreads, CancelRacesWithCompletionThroughNestedGroups) {
  for (int round = 0; round < kRounds; ++round) {
    std::atomic<int> calls = 0;
    CompletionGroup outer([&](std::error_code) { ++calls; });
    std::vector<Completion> leaves;
    for (int i = 0; i < 3; ++i) {
      CompletionGroup inner([&](std::error_code) { ++calls; });
      for (int k = 0; k < 2; ++k) {
        leaves.push_back(Completion::make([&](std::error_code) { ++calls; }));
        inner.add(leaves.back());
      }
      outer.add(inner.build());
    }
    const Completion all = outer.build();
    together([&] { outer.abort(); }, [&] { all.abort(); },
             [&] {
               for (const Completion &leaf : leaves)
                 leaf.complete();
             });
    EXPECT_TRUE(all.finished());
    EXPECT_EQ(calls, 10) << "six leaves, three groups, one group of groups";
  }
}

} // namespace
