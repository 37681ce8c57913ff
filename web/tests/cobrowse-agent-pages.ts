//! The pages of the tests of the agent's side: a shop with things to see, to hide, to press and to scroll; and the agent's.

const ROW = (at: number): string =>
  `<tr><td data-ombud-show>Item ${at}</td><td>secret ${at}</td><td data-ombud-show>${at * 7} kr</td></tr>`;

export const SHOP = `<!doctype html><html lang="en"><head><style>
  body { margin: 0; font: 16px/1.5 sans-serif; color: #1c2433; background: #f5f6f8; }
  nav { position: sticky; top: 0; display: flex; gap: 24px; padding: 14px 28px; background: #17365c; color: #fff; }
  nav a { color: #fff; text-decoration: none; }
  main { display: grid; grid-template-columns: 2fr 1fr; gap: 20px; padding: 24px 28px 900px; }
  .card { background: #fff; border: 1px solid #d9dee7; border-radius: 10px; padding: 18px; box-shadow: 0 1px 3px #0002; }
  h1 { margin: 0 0 8px; font-size: 26px; } h2 { margin: 0 0 8px; font-size: 18px; }
  table { width: 100%; border-collapse: collapse; } td { border-top: 1px solid #e5e8ee; padding: 7px 4px; }
  input, select, button { font: inherit; padding: 7px 12px; border: 1px solid #98a2b3; border-radius: 6px; }
  button { background: #17365c; color: #fff; border-color: #17365c; }
  label { display: block; margin: 10px 0; }
  .list { height: 120px; overflow: auto; border: 1px solid #d9dee7; margin-top: 12px; }
  .list p { margin: 0; padding: 8px; }
</style></head><body>
  <nav data-ombud-show><b>Nordic Goods</b><a href="/orders">Orders</a><a href="/help">Help</a></nav>
  <main>
    <section class="card"><h1 data-ombud-show>Your order</h1>
      <table>${Array.from({ length: 9 }, (_one, at) => ROW(at + 1)).join('')}</table>
      <div class="list" data-ombud-show>${Array.from({ length: 14 }, (_one, at) => `<p>Event ${at + 1}: on its way</p>`).join('')}</div>
    </section>
    <section class="card"><h2 data-ombud-show>Dispute</h2>
      <p>Paid with a card that ends in 4242, on 3 May.</p>
      <label><span data-ombud-show>Reason</span><br><select data-ombud-show><option>Not received</option><option>Not mine</option></select></label>
      <label><span data-ombud-show>Note</span><br><input id="note" data-ombud-show data-ombud-writable value="hello"></label>
      <label><span data-ombud-show>More</span><br><textarea id="more" data-ombud-show>first</textarea></label>
      <label><input id="agree" type="checkbox" data-ombud-show> <span data-ombud-show>I agree</span></label>
      <button id="open" data-ombud-show><span>Open the dispute</span></button>
    </section>
  </main></body></html>`;

/** A strict policy: no inline script, no network but the socket. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src ws:";

export const AGENT = `<!doctype html><html lang="en"><head><title>Desk</title>
<meta http-equiv="content-security-policy" content="${POLICY}">
<style>:root{color-scheme:light dark}html,body,#view{margin:0;height:100%}</style></head>
<body><main id="view"></main><script src="/cobrowse-agent.js"></script></body></html>`;

export const HOST = `<!doctype html><html lang="en"><head><title>Tool</title><style>html,body,#view{margin:0;height:100%}</style></head>
<body><main id="view"></main><script src="/cobrowse-agent.js"></script></body></html>`;
