/** The style sheet of the report. Colours are told apart without seeing red and green, and pass 4.5 : 1 where they are text. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --paper: #fbfbf9; --card: #ffffff; --ink: #1c1f24; --soft: #596069; --line: #dcdfe3; --faint: #eef0f2;
  --admitted: #2468c9; --admitted-pale: #2468c933; --throttled: #d98a10; --failed: #8a3fa8;
  --bad: #b3261e; --bad-paper: #fdecea; --good: #17663a; --good-paper: #e7f5ec; --open: #7a5200; --open-paper: #fdf3dc;
  --serif: ui-serif, Charter, "Iowan Old Style", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1b1e23; --ink: #e6e8eb; --soft: #a3abb5; --line: #343941; --faint: #24282e;
    --admitted: #6aa5f8; --admitted-pale: #6aa5f83d; --throttled: #eeb04f; --failed: #cf93e8;
    --bad: #ff9c93; --bad-paper: #3d1d1b; --good: #7fd6a1; --good-paper: #173324; --open: #f1c465; --open-paper: #392c10;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); overflow-wrap: anywhere; }
header, main, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-top: 1.25rem; padding-bottom: 1rem; color: var(--soft); font-size: .875rem; }
header p { margin: 0; } header .target { color: var(--ink); font-weight: 600; } header .when { margin-left: auto; }
footer { color: var(--soft); font-size: .875rem; padding-bottom: 2rem; }
h1 { font: 600 clamp(1.7rem, 5vw, 2.5rem)/1.15 var(--serif); margin: 0 0 .4rem; letter-spacing: -.01em; }
h2 { font: 600 1.4rem/1.25 var(--serif); margin: 0 0 .35rem; }
h3 { font: 600 1rem/1.4 var(--sans); margin: 0; }
p { margin: .35rem 0 .75rem; max-width: 46rem; }
section { margin: 3rem 0; } section > .lead { color: var(--soft); margin-bottom: 1.1rem; }
code, pre { font-family: var(--mono); font-size: .875em; }
pre { background: var(--faint); border-radius: 8px; padding: .9rem 1rem; overflow-x: auto; white-space: pre-wrap; margin: .5rem 0 1rem; }
.verdict { display: flex; gap: 1.25rem; padding: 1.5rem; border-radius: 14px; background: var(--card); border: 1px solid var(--line); border-left: 8px solid var(--tone); }
.verdict .sign { font: 700 2.4rem/1 var(--sans); margin: .1rem 0 0; color: var(--tone); }
.verdict > div { flex: 1; min-width: 0; }
.verdict h1 { color: var(--tone); }
.verdict.proved { --tone: var(--bad); } .verdict.not_refuted { --tone: var(--good); } .verdict.inconclusive { --tone: var(--open); }
.warning, #warnings + ul { color: var(--open); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11rem, 45%), 1fr)); gap: .8rem 1.5rem; margin: 1.1rem 0 .4rem; }
.facts div { border-top: 1px solid var(--line); padding-top: .4rem; }
.facts dt { color: var(--soft); font-size: .8125rem; } .facts dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts .whole { grid-column: 1 / -1; } .facts .whole dd { font-weight: 400; }
.thresholds { list-style: none; margin: 1rem 0 0; padding: 0; } .thresholds li { margin: .3rem 0; }
.badge { display: inline-block; padding: .1rem .55rem; border-radius: 99px; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.badge.proved { background: var(--bad-paper); color: var(--bad); } .badge.not_refuted { background: var(--good-paper); color: var(--good); }
.badge.noted, .badge.inconclusive { background: var(--open-paper); color: var(--open); }
.claims { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.claims > li { border-bottom: 1px solid var(--line); padding: .85rem 0; } .claims p { margin: .3rem 0; }
.claim-head { display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: center; }
.claim-list { display: grid; grid-template-columns: minmax(0, 1fr); gap: .45rem; margin: .5rem 0 .2rem; }
.claim-list div { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 0 1rem; font-size: .9375rem; } .claim-list dd { margin: 0; }
.claim-list details { margin: 0; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin: 1.5rem 0 -1rem; padding: 0; font-size: .9375rem; }
nav a { color: var(--admitted); display: inline-block; padding: .2rem 0; } [id] { scroll-margin-top: 1rem; }
.reason { color: var(--soft); font-size: .9375rem; }
details { margin: .5rem 0 1rem; } summary { cursor: pointer; color: var(--admitted); font-size: .9375rem; padding: .2rem 0; width: fit-content; }
a:focus-visible, summary:focus-visible, .table:focus-visible, pre:focus-visible { outline: 3px solid var(--admitted); outline-offset: 2px; border-radius: 4px; }
figure { margin: 0 0 1.75rem; } figcaption { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: baseline; margin-bottom: .35rem; }
figcaption span { color: var(--soft); font-size: .9375rem; }
.multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: .5rem 2rem; }
.multiples .minor { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; color: var(--soft); margin: 0 0 .8rem; }
.key::before { content: ""; display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin-right: .45rem; vertical-align: -.06rem; background: var(--tone); }
.key.admitted { --tone: var(--admitted); } .key.throttled { --tone: var(--throttled); } .key.failed { --tone: var(--failed); }
.key.over { --tone: var(--bad); } .key.told { --tone: var(--throttled); } .key.possible { --tone: var(--admitted-pale); }
.key.limit::before { width: 0; border-left: 2px dashed var(--ink); border-radius: 0; background: none; }
.plot { display: grid; grid-template-columns: max(2.4rem, var(--axis)) minmax(0, 1fr); grid-template-rows: var(--plot-height) 1.6rem; column-gap: .5rem; }
.y-axis { position: relative; } .canvas { position: relative; min-width: 0; }
.canvas svg { display: block; width: 100%; height: var(--plot-height); overflow: visible; }
.x-axis { grid-column: 2; position: relative; }
.y-axis span, .x-axis span { position: absolute; font-size: .8125rem; line-height: 1; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.y-axis span { right: 0; transform: translateY(50%); } .x-axis span { top: .45rem; transform: translateX(-50%); }
.x-axis .first { transform: none; } .x-axis .last { transform: translateX(-100%); }
.axis-name { text-align: right; color: var(--soft); font-size: .8125rem; margin: .1rem 0 0; max-width: none; }
.note { position: absolute; font-size: .8125rem; line-height: 1.3; padding: 0 .3rem; pointer-events: none; }
.limit-note { color: var(--ink); } .witness-note { color: var(--bad); font-weight: 600; background: var(--paper); border-radius: 4px; }
.row-note { transform: translate(-100%, 50%); color: var(--soft); white-space: nowrap; max-width: 15ch; overflow: hidden; text-overflow: ellipsis; }
svg * { vector-effect: non-scaling-stroke; }
.grid { stroke: var(--line); stroke-width: 1; } .base { stroke: var(--line); stroke-width: 1; }
.limit { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 6 4; } .edge { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 1 4; }
.possible { fill: var(--admitted-pale); } .certain { fill: var(--admitted); } .excess { fill: var(--bad); }
.witness { fill: var(--bad); opacity: .16; }
.tick { fill: none; stroke-width: 1.5; } .tick.admitted { stroke: var(--admitted); } .tick.throttled { stroke: var(--throttled); } .tick.failed { stroke: var(--failed); stroke-width: 2; }
.part.admitted { fill: var(--admitted); } .part.throttled { fill: var(--throttled); } .part.failed { fill: var(--failed); }
.mark { stroke: var(--ink); stroke-width: 1.5; } .mark.p99 { stroke-dasharray: 3 2; }
.truth { fill: var(--admitted-pale); } .told-line { fill: none; stroke: var(--throttled); stroke-width: 2; }
.table { overflow-x: auto; margin: .6rem 0 1rem; } table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; overflow-wrap: anywhere; }
th, td { text-align: left; padding: .38rem .9rem .38rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; font-weight: 400; }
thead th { color: var(--soft); font-size: .8125rem; white-space: nowrap; } tbody th { font-weight: 600; }
.number { text-align: right; white-space: nowrap; } th:last-child, td:last-child { padding-right: 0; }
.bars td, .bars th { padding-top: .12rem; padding-bottom: .12rem; border: 0; } .bars .track { position: relative; width: 60%; min-width: 7rem; }
.bars .bar { position: absolute; top: 50%; height: .6rem; margin-top: -.3rem; min-width: 3px; border-radius: 2px; background: var(--admitted); }
.bars .bar.throttled { background: var(--throttled); } .bars .bar.unknown { background: var(--failed); } .bars .subject th { color: var(--bad); }
.bars .bar.window { background: none; border: 1.5px solid var(--soft); border-top: 0; }
.changes th:first-child { width: 17%; } .changes .number { width: 9%; } .changes .track { width: 28%; min-width: 6rem; } .changes th:last-child, .changes td:last-child { width: 19%; }
.changes .rail { position: relative; height: 1.5rem; } .changes .rail span { position: absolute; top: 50%; }
.changes .reason { display: block; font-size: .8125rem; }
.changes .zone { height: 1.1rem; margin-top: -.55rem; background: var(--faint); } .changes .zero { left: 50%; height: 1.5rem; margin-top: -.75rem; border-left: 1px solid var(--soft); }
.changes .whisker { height: 3px; margin-top: -1.5px; background: var(--tone); } .changes .dot { width: .7rem; height: .7rem; margin: -.35rem; border-radius: 99px; background: var(--tone); }
.changes .proved { --tone: var(--bad); } .changes .not_refuted { --tone: var(--good); } .changes .inconclusive { --tone: var(--soft); }
.changes td, .changes th { vertical-align: middle; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 40rem) {
  header .when { margin-left: 0; } .verdict { padding: 1.1rem; flex-direction: column; gap: 0; } .verdict .sign { font-size: 1.8rem; margin: 0 0 .4rem; }
  .minor { display: none; } .claim-list div { grid-template-columns: minmax(0, 1fr); } section { margin: 2.25rem 0; } .bars .wide, .changes .wide { display: none; } .changes .track { min-width: 4rem; } th, td { padding-right: .65rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --faint: #f2f2f2;
    --admitted: #2468c9; --admitted-pale: #2468c933; --throttled: #d98a10; --failed: #8a3fa8;
    --bad: #b3261e; --bad-paper: #fff; --good: #17663a; --good-paper: #fff; --open: #7a5200; --open-paper: #fff; }
  body { font-size: 10.5pt; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure, .verdict, .claims > li, tr { break-inside: avoid; } h2, h3, figcaption { break-after: avoid; }
  nav { display: none; } .table { overflow: visible; } .badge { border: 1px solid; }
  details > summary { color: var(--ink); } details:not([open])::details-content { content-visibility: visible; display: block; }
}
`;
