// How a report looks: the product's own ink and paper, light and dark.
export const STYLE = `
:root { color-scheme: light dark; --paper: #f5f4f1; --card: #fff; --ink: #1a2327; --soft: #69665f; --line: #e4e1de; --good: #1c6b45; --bad: #a32e1b; --accent: #035a69; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1113; --card: #13181b; --ink: #e8ecee; --soft: #98a0a3; --line: #31383c; --good: #7cc7a0; --bad: #f0927f; --accent: #7cc3cf; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 'Segoe UI', system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 0; }
footer { padding: 0 1.25rem 2rem; color: var(--soft); font-size: .8rem; }
main { padding-bottom: 4rem; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 1rem; font-size: 1.35rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.05rem; }
small, .kind, figcaption { color: var(--soft); font-size: .875rem; font-weight: 400; }
.kind { margin: 0 0 .25rem; }
.verdict { margin: .75rem 0; font-size: 1.15rem; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); }
nav { display: flex; flex-wrap: wrap; gap: 1.25rem; }
a { color: var(--accent); }
details { margin: 0 0 .5rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
summary { display: flex; justify-content: space-between; gap: 1rem; padding: .75rem 1rem; font-weight: 600; cursor: pointer; }
.checks { margin: 0; padding: 0 1rem 1rem; list-style: none; color: var(--ink); }
.checks li { padding: .2rem 0 .2rem 1.5rem; position: relative; color: var(--ink); }
.checks li::before { position: absolute; left: 0; font-weight: 700; }
.checks .good::before { content: '✓'; color: var(--good); } .checks .bad::before { content: '✗'; color: var(--bad); }
pre { margin: .25rem 0; padding: .75rem; background: var(--paper); border-radius: 6px; font-size: .8rem; white-space: pre-wrap; }
.diary { margin: 0; padding: 0; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.diary li { display: flex; gap: 1rem; padding: .5rem 1rem; border-top: 1px solid var(--line); } .diary li:first-child { border-top: 0; }
.diary time { flex: none; color: var(--soft); font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
th, td { padding: .4rem 1rem; text-align: right; font-variant-numeric: tabular-nums; } th:first-child, td:first-child { text-align: left; }
th { color: var(--soft); font-size: .875rem; } td { border-top: 1px solid var(--line); }
.gallery { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem; }
figure { margin: 0; } img { display: block; width: 100%; border: 1px solid var(--line); border-radius: 8px; }
.w390 { width: calc(16% - 1rem); min-width: 9rem; } .w820 { width: calc(24% - 1rem); min-width: 13rem; } .w1440 { flex: 1; min-width: 20rem; }
`;
