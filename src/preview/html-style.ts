/** The style sheet of all pages: light, dark, and for print. Its digest is in the page's Content-Security-Policy. */
export const style = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
article + article { border-top: 2px solid GrayText; margin-top: 3rem; }
dl, table { border-collapse: collapse; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; overflow-wrap: anywhere; }
pre, td, code { font: .85rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
pre, footer { border: 1px solid GrayText; padding: .6rem; }
th, td { text-align: start; vertical-align: top; padding: .1rem .8rem .1rem 0; }
th { font-weight: 400; color: GrayText; overflow-wrap: anywhere; min-width: min(18rem, 35vw); }
tr:target { outline: 2px solid Highlight; }
mark { background: #ffd84d; color: #000; text-decoration: underline; }
.raw { border: 2px dashed #c00; padding: .1rem .4rem; }
.dim { color: GrayText; } .bad, .strong { font-weight: 600; }
footer { background: Canvas; bottom: 0; position: sticky; }
footer code { user-select: all; }
@media print { body { max-width: none; } footer { position: static; } pre { border: 0; } h2 { break-after: avoid; } }
`;
