/** The page's style sheet. All colours of text reach 4.5:1 on their ground, in light and in dark. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f5f4f0; --card: #fff; --text: #1f2328; --muted: #5a626d; --line: #dcdad3; --soft: #efede7;
  --link: #0b5394; --good: #14592f; --good-ground: #e3f3e8; --warn: #6b4300; --warn-ground: #fdf0d2; --bad: #9b1016; --bad-ground: #fde6e6;
  --info: #1c4a7a; --info-ground: #e4eef9; --unknown: #4d3a7d; --unknown-ground: #ece7f8; --alarm: #9b1016; --alarm-text: #fff; --bar: #2f6f9f; --warn-fill: #d9a13b; }
@media (prefers-color-scheme: dark) { :root { --ground: #121518; --card: #1b1f23; --text: #e7eaee; --muted: #a7afb9; --line: #363c43; --soft: #24292e;
  --link: #8cc4ff; --good: #8adfaa; --good-ground: #12301e; --warn: #f5cd80; --warn-ground: #362809; --bad: #ffaaaa; --bad-ground: #401518;
  --info: #a5cdf8; --info-ground: #14283d; --unknown: #cdbcf7; --unknown-ground: #2a2145; --alarm: #b3151c; --alarm-text: #fff; --bar: #6fb0dd; --warn-fill: #a9771f; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; overflow-wrap: break-word; }
.page { max-width: 1120px; margin: 0 auto; padding: 24px 24px 64px; }
[hidden] { display: none !important; }
a { color: var(--link); text-underline-offset: 3px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 16px; top: 8px; padding: 8px 16px; background: var(--card); z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; margin: 0; }
h1 { font-size: clamp(1.4rem, 1.1rem + 1.5vw, 2rem); letter-spacing: -.01em; }
h2 { font-size: 1.35rem; letter-spacing: -.005em; }
h3 { font-size: 1.05rem; margin: 32px 0 12px; }
h4 { font-size: 1rem; }
p { margin: 8px 0; max-width: 75ch; }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.brand { display: flex; justify-content: space-between; gap: 16px; flex-wrap: wrap; color: var(--muted); font-size: .875rem; margin-bottom: 16px; }
main > section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 28px 32px; margin: 20px 0; scroll-margin-top: 12px; }
.intro { color: var(--muted); margin: 6px 0 20px; }
.intro strong { color: var(--text); font-weight: 600; }
.nothing { color: var(--muted); }
.small, .meta, .more, figcaption { font-size: .8125rem; color: var(--muted); font-weight: 400; }
.zero { color: var(--muted); }
.verdict { border-left-width: 8px !important; }
.verdict.good { border-color: var(--good) !important; background: var(--good-ground) !important; }
.verdict.warn { border-color: var(--warn) !important; background: var(--warn-ground) !important; }
.verdict.bad { border-color: var(--bad) !important; background: var(--bad-ground) !important; }
.verdict .state { font-weight: 700; margin: 0 0 8px; }
.verdict.good .state { color: var(--good); } .verdict.warn .state { color: var(--warn); } .verdict.bad .state { color: var(--bad); }
.verdict .symbol { display: inline-block; min-width: 1.4em; font-size: 1.2em; }
.verdict .exit { margin-bottom: 0; font-size: .9375rem; }
.marks { display: flex; flex-wrap: wrap; gap: 8px; max-width: none; margin: 14px 0 10px; }
.marks:empty { display: none; }
.alarm { background: var(--alarm) !important; border-color: var(--alarm) !important; color: var(--alarm-text); }
.alarm h2 { font-size: 1.6rem; } .alarm a { color: inherit; font-weight: 600; } .alarm ul { margin: 12px 0 0; padding-left: 20px; }
.statement { border-radius: 8px; padding: 12px 16px; margin: 0 0 20px; max-width: none; border: 1px solid; }
.statement.good { color: var(--good); background: var(--good-ground); } .statement.warn { color: var(--warn); background: var(--warn-ground); } .statement.unknown { color: var(--unknown); background: var(--unknown-ground); border-style: dashed; }
.statement .badge { border: 1px solid; margin-right: 6px; } .alarm.statement { padding: 18px 20px; } .loud { font-size: 1.6rem; font-weight: 700; line-height: 1.25; margin: 0; }
h2 + .statement { margin-top: 16px; }
.steps { max-width: 75ch; padding-left: 24px; } .steps li { margin: 6px 0; }
.contents ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 24px 0; padding: 0; font-size: .9375rem; }
.contents a { display: inline-block; padding: 4px 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 18px 32px; margin: 18px 0 0; }
.facts.wide { grid-template-columns: 1fr; }
.facts dt, .words dt { font-size: .8125rem; color: var(--muted); } .facts dd { margin: 2px 0 0; overflow-wrap: anywhere; }
.words { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; margin: 12px 0 0; align-items: baseline; } .words dd { margin: 0; }
.scroll { overflow-x: auto; margin: 0 -8px; padding: 0 8px; }
table { border-collapse: collapse; width: 100%; font-size: .90625rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; padding: 10px 12px 10px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:first-child { padding-left: 8px; } td:last-child, th:last-child { padding-right: 8px; }
thead th { font-size: .8125rem; font-weight: 600; color: var(--muted); vertical-align: bottom; border-bottom-width: 2px; }
tbody th { font-weight: 500; min-width: 7.5em; } tbody th:has(.code) { min-width: 15em; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } thead .number { white-space: normal; } .number + :not(.number) { padding-left: 14px; }
.sign { color: var(--muted); padding-right: 3px; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; border-top: 2px solid var(--line); } tfoot .sign { font-weight: 400; }
tr.broken > *, li.broken { background: var(--alarm); color: var(--alarm-text); font-weight: 700; }
tr.broken .sign, tr.broken .zero, tr.broken .small, li.broken .zero { color: inherit; }
tr.doubtful > *, li.doubtful { background: var(--unknown-ground); }
.badge { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: .8125rem; font-weight: 600; }
td .badge { min-width: max-content; }
.badge.good { color: var(--good); background: var(--good-ground); } .badge.warn { color: var(--warn); background: var(--warn-ground); }
.badge.bad { color: var(--bad); background: var(--bad-ground); } .badge.info { color: var(--info); background: var(--info-ground); }
.badge.unknown { color: var(--unknown); background: var(--unknown-ground); border: 1px dashed currentColor; }
.broken .badge { background: none; color: inherit; padding: 0; min-width: 0; border: 0; }
details { margin-top: 14px; } summary { cursor: pointer; color: var(--link); padding: 4px 0; width: fit-content; max-width: 100%; } details > .scroll { margin-top: 6px; } details + details { margin-top: 2px; }
.scroll + .intro, .more + .intro { margin-top: 20px; }
.code { color: var(--muted); font-size: .8125rem; }
.value { background: var(--soft); border-radius: 4px; padding: 1px 5px; white-space: pre-wrap; unicode-bidi: isolate; }
.path { overflow-wrap: anywhere; }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin: 0 0 8px; }
.filter label { font-weight: 600; font-size: .9375rem; }
.filter input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--muted); border-radius: 8px; padding: 8px 12px; width: min(320px, 100%); }
.filter ::placeholder { color: var(--muted); opacity: 1; }
.issue { border: 1px solid var(--line); border-left: 4px solid var(--info); border-radius: 8px; padding: 16px 20px; margin: 12px 0; }
.issue.bad { border-left-color: var(--bad); } .issue.warn { border-left-color: var(--warn); }
.issue header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; } .issue header .count { margin-left: auto; }
.issue p { margin: 6px 0; } .issue details { margin-top: 6px; }
.count { font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap; }
.plain { list-style: none; margin: 0; padding: 0; } .plain .row { padding: 10px 12px; margin: 0; border-bottom: 1px solid var(--line); }
.plain summary, .plain > .row { position: relative; } .plain details > summary { width: auto; color: inherit; padding-right: 76px; } .plain summary .count, li.row > .count { position: absolute; right: 0; } li.row > .count { right: 12px; } li.row:has(> .count) { padding-right: 76px; }
.checks { list-style: none; padding: 0; margin: 18px 0; display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); }
.checks li { border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; display: grid; gap: 4px; justify-items: start; }
.big { font-size: 1.6rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.differences { padding-left: 20px; }
.chart { margin: 12px 0 20px; } .plot { overflow-x: auto; } .chart svg { display: block; max-width: none; color: var(--muted); font-size: 12px; overflow: visible; }
.key { display: inline-block; width: 10px; height: 10px; border: 1px solid var(--text); margin: 0 4px 0 10px; } .key.source { margin-left: 0; } .key.target { background: var(--bar); border-color: var(--bar); }
.key.part0 { background: var(--bar); } .key.part1 { background: var(--soft); } .key.part2 { background: var(--muted); } .key.part3 { background: var(--warn-fill); } .key.part4 { background: var(--alarm); }
.part { margin: 40px 0 0; font-size: 1.6rem; }
.spot { border-top: 1px solid var(--line); padding: 14px 0 6px; break-inside: avoid; } .spot h3 { margin: 0 0 6px; } .spot label { padding: 4px 8px 4px 0; cursor: pointer; } .spot input { width: 20px; height: 20px; vertical-align: -4px; margin: 0 8px 0 0; accent-color: var(--bar); }
.paper { display: grid; grid-template-columns: repeat(3, 1fr); gap: 24px; margin: 36px 0 24px; } .paper div { border-top: 1px solid var(--text); padding-top: 4px; display: flex; } .paper dt { font-size: .8125rem; color: var(--muted); }
footer { color: var(--muted); font-size: .8125rem; }
@media screen and (max-width: 760px) {
  .page { padding: 12px 12px 40px; } main > section { padding: 20px 16px; margin: 14px 0; border-radius: 10px; }
  table, tbody, tfoot, tr, td, th { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .scroll { overflow: visible; margin: 0; padding: 0; }
  tbody tr, tfoot tr { border: 1px solid var(--line); border-radius: 8px; padding: 8px 12px; margin: 10px 0; } tfoot tr { border-width: 2px; }
  tr.broken, tr.broken > * { background: var(--alarm); color: var(--alarm-text); } tr.doubtful { background: var(--unknown-ground); } tr.broken td::before { color: inherit; }
  tbody th, tfoot th, tbody td, tfoot td { border: 0; padding: 3px 0 !important; } tbody td, tfoot td { padding-left: 40% !important; } tbody th, tfoot th { font-weight: 700; min-width: 0 !important; overflow-wrap: anywhere; }
  td, td.number { display: flow-root; white-space: normal; overflow-wrap: anywhere; }
  td::before { content: var(--label); float: left; width: calc(66.6% - 8px); margin-left: -66.6%; text-align: left; color: var(--muted); font-size: .875rem; font-weight: 400; }
  td .sign { float: left; } td .badge { min-width: 0; }
  .facts { grid-template-columns: 1fr; gap: 12px; } .words { grid-template-columns: 1fr; gap: 0; } .words dd { margin-bottom: 8px; } .issue { padding: 14px; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --card: #fff; --text: #000; --muted: #444; --line: #bbb; } body { font-size: 10.5pt; }
  .page { max-width: none; padding: 0; } main > section { border: 0; border-radius: 0; padding: 0; margin: 0 0 22pt; } .verdict, .alarm { padding: 10pt 14pt !important; border: 2pt solid #000 !important; } .statement { border-color: #000; }
  .contents, .skip, .filter { display: none !important; } .scroll, .plot { overflow: visible; } tfoot { display: table-row-group; } th, td { padding-top: 4pt; padding-bottom: 4pt; } .chart svg { max-width: 100%; height: auto; } tr, .issue, h2, h3, .chart, .statement { break-inside: avoid; } h2, h3, summary, thead { break-after: avoid; } tbody tr:first-child { break-before: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
