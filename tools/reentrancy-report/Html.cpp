//===-- The page of a report ------------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CheckPages.h"
#include "Formats.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <set>

using namespace llvm;

namespace reentrancy::report {

namespace {

/// The height of a line of source, in CSS pixels: the arrows are drawn by it.
constexpr unsigned LineHeight = 20;
/// The width of the column that the arrows are drawn in.
constexpr unsigned ArrowWidth = 84;

constexpr StringLiteral Style = R"css(
:root { color-scheme: light dark; --bg: #fdfdfb; --fg: #1c1c1a; --soft: #63635c;
  --line: #d9d9d0; --panel: #f4f4ee; --accent: #0b57a4; --first: #0b57a4;
  --next: #b02a0c; --good: #176b34; --doubt: #865200; }
@media (prefers-color-scheme: dark) { :root { --bg: #161715; --fg: #e8e8e0;
  --soft: #a5a59a; --line: #3b3c37; --panel: #20211e; --accent: #86bbf5;
  --first: #86bbf5; --next: #ff9c7d; --good: #7fd79b; --doubt: #f0bf6a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--bg);
  color: var(--fg); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { margin-top: 2.5rem; font-size: 1.25rem; }
.sum { color: var(--soft); margin: .2rem 0 1rem; }
.bar { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; padding: .75rem 0;
  position: sticky; top: 0; background: var(--bg); border-bottom: 1px solid var(--line); z-index: 1; }
.bar label { font-size: .85rem; color: var(--soft); }
select, input { display: block; font: inherit; font-size: .95rem; padding: .2rem .4rem; max-width: 22rem;
  color: var(--fg); background: var(--panel); border: 1px solid var(--soft); border-radius: 4px; }
article { border: 1px solid var(--line); border-radius: 8px; margin: 1.25rem 0; overflow: hidden; }
article:focus-within, article:focus { outline: 2px solid var(--accent); }
article header { padding: .75rem 1rem; background: var(--panel); }
article h3 { margin: 0; font-size: 1.05rem; font-weight: 600; }
.where, .check { font: .85rem ui-monospace, monospace; color: var(--soft); }
.file { font: .8rem ui-monospace, monospace; color: var(--soft); padding: .4rem 1rem 0; }
.code { position: relative; overflow-x: auto; padding: .4rem 0; }
.code svg { position: absolute; left: 0; top: .4rem; }
.code pre { margin: 0; padding-left: 84px; font: 13px/20px ui-monospace, monospace; width: max-content; min-width: 100%; }
.row { display: block; height: 20px; padding-right: 1rem; } .row.hit { background: var(--panel); }
.row.lit { background: color-mix(in srgb, var(--accent) 25%, var(--bg)); }
.no { display: inline-block; width: 3.2rem; text-align: right; margin-right: 1rem; color: var(--soft); user-select: none; }
ol.steps { margin: 0; padding: .6rem 1rem .9rem 2.6rem; border-top: 1px solid var(--line); }
ol.steps li { padding: .1rem .25rem; } ol.steps li.next::marker { color: var(--next); font-weight: 700; }
ol.steps li.first::marker { color: var(--first); font-weight: 700; }
ol.steps li:focus { outline: 2px solid var(--accent); }
.advice { margin: 0; padding: .6rem 1rem; border-top: 1px solid var(--line); font-weight: 600; }
.first { --c: var(--first); } .next { --c: var(--next); }
.code svg circle { fill: var(--c); } .code svg text { fill: var(--bg); font: 700 11px system-ui, sans-serif; text-anchor: middle; }
.code svg path { fill: none; stroke: var(--c); stroke-width: 1.6; } .code svg path.tip { fill: var(--c); stroke: none; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td.v { font-weight: 600; white-space: nowrap; } .v-transparent { color: var(--good); } .v-bug { color: var(--next); }
.v-undecided { color: var(--doubt); } [hidden] { display: none !important; }
figure { border: 1px solid var(--line); border-radius: 8px; margin: 1rem 0; padding: .75rem 1rem; overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; margin: .5rem 0; }
figure svg text { fill: var(--fg); }
figure svg .node ellipse, figure svg .node path, figure svg .node polygon { stroke: var(--fg); fill: var(--panel); stroke-width: 1.2; }
figure svg .edge path { stroke: var(--c, var(--soft)); } figure svg .edge polygon { stroke: var(--c, var(--soft)); fill: var(--c, var(--soft)); }
figure svg .edge text { fill: var(--c, var(--soft)); }
.transparent { --c: var(--good); } .bug { --c: var(--next); } .undecided { --c: var(--doubt); }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; }
)css";

constexpr StringLiteral Script = R"js(
const $ = (s, e = document) => [...e.querySelectorAll(s)];
const by = id => document.getElementById(id);
const value = id => by(id) ? by(id).value : '';
function filter() {
  const check = value('check'), file = value('file'), verdict = value('verdict');
  const words = value('words').toLowerCase();
  const fits = e => (!file || e.dataset.file === file) && e.textContent.toLowerCase().includes(words);
  let findings = 0, verdicts = 0;
  for (const a of $('article')) {
    a.hidden = !(fits(a) && (!check || a.dataset.check === check));
    findings += !a.hidden;
  }
  for (const r of $('tbody tr')) {
    r.hidden = !(fits(r) && (!verdict || r.dataset.verdict === verdict));
    verdicts += !r.hidden;
  }
  for (const m of $('figure')) m.hidden = !fits(m);
  by('shown').textContent = findings + ' findings' + (by('audit') ? ', ' + verdicts + ' verdicts' : '') + ' shown';
}
for (const e of $('.bar select, .bar input')) e.addEventListener('input', filter);
for (const li of $('li[data-row]')) {
  const lit = on => { const r = by(li.dataset.row); if (r) r.classList.toggle('lit', on); };
  for (const e of ['mouseenter', 'focus']) li.addEventListener(e, () => lit(true));
  for (const e of ['mouseleave', 'blur']) li.addEventListener(e, () => lit(false));
}
document.addEventListener('keydown', e => {
  if (/INPUT|SELECT/.test(e.target.tagName)) { if (e.key === 'Escape') e.target.blur(); return; }
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === '/') { by('words').focus(); e.preventDefault(); }
  if (e.key !== 'j' && e.key !== 'k') return;
  const all = $('article:not([hidden])');
  const at = all.indexOf(document.activeElement.closest('article'));
  const to = all[e.key === 'j' ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0)];
  if (to) { to.focus(); to.scrollIntoView({block: 'start'}); }
});
filter();
)js";

std::string html(StringRef Text) {
  std::string Out;
  raw_string_ostream OS(Out);
  printHTMLEscaped(json::fixUTF8(Text), OS);
  return Out;
}

/// Whether a note tells of the second call; the others tell of the first.
bool ofNextCall(StringRef Text, bool Before) {
  return Text.starts_with("next call") ||
         (Before && !Text.starts_with("first call"));
}

/// The lines of one file that a finding shows.
struct Listing {
  std::string File;
  std::vector<unsigned> Lines; ///< sorted; 0 where lines are left out

  unsigned rowOf(unsigned Line) const {
    return llvm::find(Lines, Line) - Lines.begin();
  }
};

/// \p File's lines near \p At, with gaps marked.
Listing listingOf(const Report &R, const std::string &File,
                  const std::set<unsigned> &At) {
  Listing L{File, {}};
  const auto Source = R.Source.find(File);
  if (Source == R.Source.end())
    return L;
  unsigned Last = 0;
  for (const auto &Known : Source->second) {
    const unsigned N = Known.first;
    const auto Near = [&](unsigned Place) {
      return N + 4 >= Place && N <= Place + 4;
    };
    if (!llvm::any_of(At, Near))
      continue;
    if (Last && N != Last + 1)
      L.Lines.push_back(0);
    L.Lines.push_back(N);
    Last = N;
  }
  return L;
}

/// One finding: the source, the steps drawn on it in order, and told.
class Drawing {
public:
  Drawing(const Report &R, const Finding &F, unsigned Number)
      : R(R), F(F), Id("f" + std::to_string(Number)) {
    bool Next = false;
    for (const Step &S : F.Steps)
      NextCall.push_back(Next = ofNextCall(S.Text, Next));
    // The last note says what to do: it is no step.
    Steps = F.Steps.empty() ? 0 : F.Steps.size() - 1;
  }

  void write(raw_ostream &OS) {
    OS << "<article tabindex=\"0\" id=\"" << Id << "\" data-check=\""
       << html(F.Check) << "\" data-file=\"" << html(F.At.File)
       << "\" aria-labelledby=\"" << Id << "-h\"><header><h3 id=\"" << Id
       << "-h\">" << html(F.Message) << "</h3><span class=\"where\">"
       << html(F.At.File) << ":" << F.At.Line << ":" << F.At.Column
       << "</span> <span class=\"check\" title=\"" << html(sentenceOf(F.Check))
       << "\">[" << html(F.Check) << "]</span></header>\n";
    std::map<std::string, std::set<unsigned>> Shown;
    std::vector<std::string> Order{F.At.File};
    Shown[F.At.File].insert(F.At.Line);
    for (const Step &S : F.Steps) {
      if (!Shown.count(S.At.File))
        Order.push_back(S.At.File);
      Shown[S.At.File].insert(S.At.Line);
    }
    for (const std::string &File : Order)
      if (Listing L = listingOf(R, File, Shown[File]); !L.Lines.empty())
        writeListing(L, Order.size() > 1, OS);
    OS << "<ol class=\"steps\">";
    for (size_t I = 0; I != Steps; ++I)
      OS << "<li tabindex=\"0\" class=\"" << callOf(I) << "\" data-row=\""
         << rowId(F.Steps[I].At) << "\">" << html(F.Steps[I].Text)
         << " <span class=\"where\">line " << F.Steps[I].At.Line
         << "</span></li>\n";
    OS << "</ol>";
    if (!F.Steps.empty())
      OS << "<p class=\"advice\">" << html(F.Steps.back().Text) << "</p>";
    OS << "</article>\n";
  }

private:
  StringRef callOf(size_t I) const { return NextCall[I] ? "next" : "first"; }

  std::string rowId(const Place &P) const {
    return html(Id + "-" + P.File + "-" + std::to_string(P.Line));
  }

  void writeListing(const Listing &L, bool Named, raw_ostream &OS) {
    if (Named)
      OS << "<div class=\"file\">" << html(L.File) << "</div>";
    OS << "<div class=\"code\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"source of "
       << html(L.File) << "\">";
    writeArrows(L, OS);
    OS << "<pre>";
    const auto &Source = R.Source.at(L.File);
    for (unsigned N : L.Lines) {
      if (!N) {
        OS << "<span class=\"row\"><span class=\"no\">&#8943;</span></span>";
        continue;
      }
      const bool Hit = llvm::any_of(F.Steps, [&](const Step &S) {
        return S.At.File == L.File && S.At.Line == N;
      });
      OS << "<span class=\"row" << (Hit ? " hit" : "") << "\" id=\""
         << rowId({L.File, N, 0}) << "\"><span class=\"no\">" << N << "</span>"
         << html(Source.at(N)) << "</span>";
    }
    OS << "</pre></div>\n";
  }

  /// Numbered marks at the lines of the steps, and an arrow from each to the
  /// next. The list below tells the same, so readers of the screen skip it.
  void writeArrows(const Listing &L, raw_ostream &OS) {
    OS << "<svg aria-hidden=\"true\" width=\"" << ArrowWidth << "\" height=\""
       << L.Lines.size() * LineHeight << "\">";
    // Marks of one line stand side by side.
    std::map<unsigned, unsigned> Taken;
    std::optional<std::pair<unsigned, unsigned>> Last;
    std::string Marks;
    raw_string_ostream Later(Marks);
    for (size_t I = 0; I != Steps; ++I) {
      const Place &At = F.Steps[I].At;
      if (At.File != L.File) {
        Last.reset();
        continue;
      }
      const unsigned Row = L.rowOf(At.Line);
      if (Row == L.Lines.size())
        continue;
      const unsigned Column = Taken[Row]++;
      const unsigned X = ArrowWidth - 14 - std::min(Column, 3u) * 19;
      const unsigned Y = Row * LineHeight + LineHeight / 2;
      Later << formatv("<g class=\"{0}\"><circle cx=\"{1}\" cy=\"{2}\" "
                       "r=\"8.5\"/><text x=\"{1}\" y=\"{3}\">{4}</text></g>",
                       callOf(I), X, Y, Y + 4, I + 1);
      if (Last && Last->second != Y) {
        const unsigned Bend = std::max(4, int(std::min(X, Last->first)) - 40);
        OS << formatv("<g class=\"{0}\"><path d=\"M {1} {2} C {3} {2}, {3} "
                      "{4}, {5} {4}\"/><path class=\"tip\" d=\"M {6} {4} l -6 "
                      "-4 l 0 8 z\"/></g>",
                      callOf(I), Last->first - 9, Last->second, Bend, Y, X - 12,
                      X - 8);
      }
      Last = {X, Y};
    }
    OS << Later.str() << "</svg>";
  }

  const Report &R;
  const Finding &F;
  std::string Id;
  std::vector<bool> NextCall;
  size_t Steps = 0;
};

void writeSelect(StringRef Id, StringRef Label, const std::set<std::string> &Of,
                 raw_ostream &OS) {
  OS << "<label>" << Label << "<select id=\"" << Id
     << "\"><option value=\"\">all</option>";
  for (const std::string &Name : Of)
    OS << "<option>" << html(Name) << "</option>";
  OS << "</select></label>\n";
}

/// The picture of a machine, and the same as a list.
void writeMachine(const Machine &M, raw_ostream &OS) {
  OS << "<figure data-file=\"" << html(M.At.File) << "\"><figcaption><b>"
     << html(M.Function) << "</b> <span class=\"where\">" << html(M.At.File)
     << ":" << M.At.Line << "</span></figcaption>" << drawn(M)
     << "<details><summary>" << M.Transitions.size()
     << " ways through it</summary><ul>";
  for (const Transition &T : M.Transitions)
    OS << "<li>from <b>" << html(T.From) << "</b> to <b>" << html(T.To)
       << "</b>: " << html(T.How) << " <span class=\"where\">line " << T.At.Line
       << "</span></li>\n";
  OS << "</ul></details></figure>\n";
}

} // namespace

void writeHtml(const Report &R, raw_ostream &OS) {
  std::set<std::string> Checks, Files, Kinds;
  for (const Finding &F : R.Findings) {
    Checks.insert(F.Check);
    Files.insert(F.At.File);
  }
  for (const Verdict &V : R.Verdicts) {
    Kinds.insert(V.Kind);
    Files.insert(V.At.File);
  }
  OS << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\"><title>Re-entrancy: "
     << R.Findings.size() << " findings</title><style>" << Style
     << "</style></head><body>\n<a class=\"skip\" href=\"#findings\">to the "
        "findings</a><h1>Re-entrancy report</h1>\n<p class=\"sum\">"
     << R.Findings.size() << " findings in " << R.Files.size()
     << " analysed files. Keys: j and k go through them, / filters.</p>\n"
        "<div class=\"bar\" role=\"search\">";
  writeSelect("check", "Check", Checks, OS);
  writeSelect("file", "File", Files, OS);
  if (!R.Verdicts.empty())
    writeSelect("verdict", "Verdict", Kinds, OS);
  OS << "<label>Words<input id=\"words\" type=\"search\"></label>"
        "<span id=\"shown\" role=\"status\"></span></div>\n<main>";
  if (!R.Failures.empty()) {
    OS << "<h2>Not analysed whole</h2><ul>";
    for (const Failure &F : R.Failures)
      OS << "<li>" << html(F.File) << ": " << html(F.Message) << "</li>\n";
    OS << "</ul>";
  }
  OS << "<h2 id=\"findings\">Findings</h2>\n";
  if (R.Findings.empty())
    OS << "<p>None.</p>";
  for (size_t I = 0; I != R.Findings.size(); ++I)
    Drawing(R, R.Findings[I], I + 1).write(OS);
  if (!R.Verdicts.empty()) {
    OS << "<h2 id=\"audit\">Audit: the verdict of each yield</h2>\n<table>"
          "<thead><tr><th scope=\"col\">function</th><th scope=\"col\">"
          "place</th><th scope=\"col\">verdict</th><th scope=\"col\">why</th>"
          "</tr></thead><tbody>";
    for (const Verdict &V : R.Verdicts)
      OS << "<tr data-file=\"" << html(V.At.File) << "\" data-verdict=\""
         << V.Kind << "\"><td>" << html(V.Function)
         << "</td><td class=\"where\">" << html(V.At.File) << ":" << V.At.Line
         << "</td><td class=\"v v-" << V.Kind << "\">" << V.Kind << "</td><td>"
         << html(V.Text) << "</td></tr>\n";
    OS << "</tbody></table>";
  }
  if (!R.Machines.empty()) {
    OS << "<h2 id=\"states\">States: from where to where a call leads</h2>\n"
          "<p>A dashed arrow is a yield: the next call begins where it points "
          "to. Transparent ones are green, bugs red, undecided ones "
          "amber.</p>";
    for (const Machine &M : R.Machines)
      writeMachine(M, OS);
  }
  OS << "</main><script>" << Script << "</script></body></html>\n";
}

} // namespace reentrancy::report
