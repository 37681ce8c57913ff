//! Pages of templates and component libraries, from packages. Where a package has no page, one of ours shows its parts.

export interface GalleryPage {
  name: string;
  /** On the site that serves the packages. */
  path: string;
}

const TEMPLATES: GalleryPage[] = [
  { name: 'Agency', path: '/startbootstrap-agency/dist/index.html' },
  { name: 'Freelancer', path: '/startbootstrap-freelancer/dist/index.html' },
  { name: 'Grayscale', path: '/startbootstrap-grayscale/dist/index.html' },
  { name: 'Resume', path: '/startbootstrap-resume/dist/index.html' },
  { name: 'New Age', path: '/startbootstrap-new-age/dist/index.html' },
  { name: 'SB Admin', path: '/startbootstrap-sb-admin/dist/index.html' },
  { name: 'SB Admin 2', path: '/startbootstrap-sb-admin-2/index.html' },
  { name: 'SB Admin 2, buttons', path: '/startbootstrap-sb-admin-2/buttons.html' },
  { name: 'SB Admin 2, cards', path: '/startbootstrap-sb-admin-2/cards.html' },
  { name: 'SB Admin 2, tables', path: '/startbootstrap-sb-admin-2/tables.html' },
  { name: 'SB Admin 2, registration', path: '/startbootstrap-sb-admin-2/register.html' },
];

const ICON =
  '<svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 3"/></svg>';

const ROWS = ['Ada Lovelace', 'Grace Hopper', 'Edsger Dijkstra', 'Barbara Liskov', 'Donald Knuth'].map(
  (name, at) =>
    `<tr><td>${at + 1}</td><td>${name}</td><td>${(at + 3) * 129} kr</td><td><a href="#">Open</a></td></tr>`,
);

/** Plain HTML of every kind, for style sheets that need no classes. */
const PLAIN = `
<header><h1>Orders and returns</h1><p>What was bought, what was <mark>sent back</mark>, and what is <strong>still due</strong>.</p></header>
<main><section><h2>Latest orders</h2><table><thead><tr><th>No.</th><th>Name</th><th>Sum</th><th></th></tr></thead><tbody>${ROWS.join('')}</tbody></table></section>
<section><h3>What happens next</h3><ul><li>The parcel is scanned.</li><li>The money is paid back, <em>mostly</em> within a week.</li></ul>
<ol><li>Print the label.</li><li>Bring it to a shop.</li></ol><blockquote>Nothing was ever this easy.</blockquote><p>Use <code>npm install</code>, or press <kbd>Ctrl</kbd>.</p><pre><code>let total = 0;
for (const order of orders) total += order.sum;</code></pre><hr></section>
<form onsubmit="return false"><label>Name <input type="text" value="Ada"></label> <label>Country <select><option>Sweden</option><option>Spain</option></select></label>
<label>Note <textarea rows="3">Left at the door,
as was asked.</textarea></label> <label><input type="checkbox" checked> Remember me</label> <label><input type="radio" name="r" checked> One</label> <label><input type="radio" name="r"> Two</label>
<progress value="0.6"></progress> <button type="submit">Send</button> <button type="button" disabled>Cancel</button></form>
<details open><summary>More about returns</summary><p>They are free for thirty days. ${ICON}</p></details></main><footer><small>Ombud, a made-up shop</small></footer>`;

interface Library {
  name: string;
  css: string[];
  body: string;
  scripts?: string[];
}

const LIBRARIES: Library[] = [
  { name: 'Pico', css: ['@picocss/pico/css/pico.min.css'], body: `<div class="container">${PLAIN}</div>` },
  { name: 'Water.css', css: ['water.css/out/light.min.css'], body: PLAIN },
  { name: 'Simple.css', css: ['simpledotcss/simple.min.css'], body: PLAIN },
  { name: 'Chota', css: ['chota/dist/chota.min.css'], body: `<div class="container">${PLAIN}</div>` },
  {
    name: 'Milligram',
    css: ['normalize.css/normalize.css', 'milligram/dist/milligram.min.css'],
    body: `<div class="container">${PLAIN}</div>`,
  },
  {
    name: 'GitHub Markdown',
    css: ['github-markdown-css/github-markdown-light.css'],
    body: `<article class="markdown-body" style="padding:32px;max-width:900px">${PLAIN}</article>`,
  },
  {
    name: 'Bootstrap',
    css: ['bootstrap/dist/css/bootstrap.min.css'],
    body: `<nav class="navbar navbar-expand navbar-dark bg-dark"><div class="container"><a class="navbar-brand" href="#">Shop</a><ul class="navbar-nav"><li class="nav-item"><a class="nav-link active" href="#">Orders</a></li><li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#">Account</a></li></ul></div></nav>
<div class="container py-4"><nav><ol class="breadcrumb"><li class="breadcrumb-item"><a href="#">Home</a></li><li class="breadcrumb-item"><a href="#">Orders</a></li><li class="breadcrumb-item active">1009</li></ol></nav><div class="alert alert-warning alert-dismissible">Paid twice. <a class="alert-link" href="#">See why</a><button class="btn-close"></button></div>
<div class="row g-3"><div class="col-4"><div class="card"><div class="card-header">Order 1009</div><div class="card-body"><h5 class="card-title">Running shoes</h5><p class="card-text">Four parts, the next is due soon.</p><button class="btn btn-primary">Open</button> <button class="btn btn-outline-danger">Report</button></div><ul class="list-group list-group-flush"><li class="list-group-item">Sent</li><li class="list-group-item active">Delivered</li></ul></div></div>
<div class="col-4"><div class="progress mb-3"><div class="progress-bar progress-bar-striped" style="width:45%">45 %</div></div><span class="badge bg-success">Open</span> <span class="badge rounded-pill bg-secondary">4</span> <div class="spinner-border"></div><div class="form-floating my-3"><input class="form-control" id="f" value="Ada"><label for="f">Name</label></div><select class="form-select mb-2"><option>Sweden</option></select><div class="form-check"><input class="form-check-input" type="checkbox" checked> <label class="form-check-label">Remember</label></div><div class="form-check form-switch"><input class="form-check-input" type="checkbox" checked> <label>Tell me</label></div><input type="range" class="form-range"><div class="input-group"><span class="input-group-text">@</span><input class="form-control" placeholder="Who"></div></div>
<div class="col-4"><div class="accordion"><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button">First</button></h2><div class="accordion-body">Told in full.</div></div><div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed">Second</button></h2></div></div><ul class="pagination mt-3"><li class="page-item disabled"><a class="page-link">Before</a></li><li class="page-item active"><a class="page-link">1</a></li><li class="page-item"><a class="page-link">2</a></li></ul><div class="toast show"><div class="toast-header"><strong class="me-auto">Shop</strong><small>now</small><button class="btn-close"></button></div><div class="toast-body">It was sent.</div></div></div></div>
<table class="table table-striped table-hover mt-4"><thead><tr><th>No.</th><th>Name</th><th>Sum</th><th></th></tr></thead><tbody>${ROWS.join('')}</tbody></table></div>`,
  },
  {
    name: 'Bulma',
    css: ['bulma/css/bulma.min.css'],
    body: `<section class="hero is-primary"><div class="hero-body"><p class="title">Orders</p><p class="subtitle">and returns</p></div></section><div class="section"><div class="columns"><div class="column"><div class="card"><header class="card-header"><p class="card-header-title">Order 1009</p></header><div class="card-content"><div class="content">Shoes, <a>@shop</a>. <ul><li>One</li><li>Two</li></ul></div></div><footer class="card-footer"><a class="card-footer-item">Keep</a><a class="card-footer-item">Return</a></footer></div></div><div class="column"><div class="field"><label class="label">Name</label><div class="control"><input class="input" value="Ada"></div></div><div class="field"><div class="select"><select><option>Sweden</option></select></div></div><button class="button is-link">Send</button> <button class="button is-danger is-outlined">Cancel</button> <button class="button is-loading">x</button><progress class="progress is-primary mt-4" value="60" max="100"></progress><div class="tags"><span class="tag is-info">Info<button class="delete is-small"></button></span><span class="tag">Plain</span></div></div><div class="column"><div class="notification is-warning"><button class="delete"></button>It is late.</div><nav class="breadcrumb"><ul><li><a>Home</a></li><li class="is-active"><a>Orders</a></li></ul></nav><div class="tabs"><ul><li class="is-active"><a>All</a></li><li><a>Open</a></li></ul></div><article class="message is-info"><div class="message-header"><p>Note</p></div><div class="message-body">Read this.</div></article></div></div><table class="table is-striped is-fullwidth">${ROWS.join('')}</table></div>`,
  },
  {
    name: 'Materialize',
    css: ['materialize-css/dist/css/materialize.min.css'],
    body: `<nav><div class="nav-wrapper teal"><a class="brand-logo">Shop</a><ul class="right"><li class="active"><a>Orders</a></li><li><a>Returns</a></li></ul></div></nav><div class="container"><div class="row" style="margin-top:24px"><div class="col s6"><div class="card blue-grey darken-1"><div class="card-content white-text"><span class="card-title">Order 1009</span><p>Four parts.</p></div><div class="card-action"><a href="#">Open</a></div></div><div class="collection"><a class="collection-item active">Sent<span class="new badge">4</span></a><a class="collection-item">Delivered</a></div></div><div class="col s6"><div class="input-field"><input id="n" type="text" value="Ada"><label class="active" for="n">Name</label></div><p><label><input type="checkbox" class="filled-in" checked><span>Remember</span></label></p><p><label><input type="radio" name="g" checked><span>One</span></label></p><div class="switch"><label>Off<input type="checkbox" checked><span class="lever"></span>On</label></div><div class="progress"><div class="determinate" style="width:70%"></div></div><a class="btn">Send</a> <a class="btn-floating red">+</a> <div class="chip">Tag</div></div></div><table class="striped"><tbody>${ROWS.join('')}</tbody></table></div>`,
  },
  {
    name: 'UIkit',
    css: ['uikit/dist/css/uikit.min.css'],
    scripts: ['uikit/dist/js/uikit.min.js', 'uikit/dist/js/uikit-icons.min.js'],
    body: `<nav class="uk-navbar-container" uk-navbar><div class="uk-navbar-left"><ul class="uk-navbar-nav"><li class="uk-active"><a>Orders</a></li><li><a>Returns</a></li></ul></div></nav><div class="uk-container uk-padding"><div class="uk-child-width-1-3 uk-grid-small" uk-grid><div><div class="uk-card uk-card-default uk-card-body"><div class="uk-card-badge uk-label">New</div><h3 class="uk-card-title">Order</h3><p>Four parts.</p><span uk-icon="icon: check"></span> <span uk-icon="icon: heart; ratio: 2"></span></div></div><div><div class="uk-alert-primary" uk-alert><a class="uk-alert-close" uk-close></a><p>It was sent.</p></div><ul class="uk-list uk-list-bullet"><li>One</li><li>Two</li></ul><ul class="uk-breadcrumb"><li><a>Home</a></li><li><span>Orders</span></li></ul></div><div><form><input class="uk-input" value="Ada"><select class="uk-select uk-margin-small"><option>Sweden</option></select><input class="uk-checkbox" type="checkbox" checked> <input class="uk-radio" type="radio" checked> <input class="uk-range" type="range"><button class="uk-button uk-button-primary">Send</button></form></div></div><table class="uk-table uk-table-striped"><tbody>${ROWS.join('')}</tbody></table><h2 class="uk-heading-line"><span>Line</span></h2><progress class="uk-progress" value="40" max="100"></progress></div>`,
  },
  {
    name: 'Tachyons',
    css: ['tachyons/css/tachyons.min.css'],
    body: `<header class="bg-black-90 pv3 ph5"><a class="link white dib mr3 f5">Shop</a><a class="link white-70 dib mr3 f6">Orders</a></header><div class="cf ph5 pv4 avenir"><div class="fl w-third pr3"><article class="br2 ba dark-gray b--black-10 mv3 shadow-5 pa3"><h1 class="f4">Running shoes</h1><p class="lh-copy measure">Four parts, the next is due soon.</p><a class="f6 link dim br3 ph3 pv2 dib white bg-hot-pink">Open</a></article></div><div class="fl w-third pr3"><ul class="list pl0 measure"><li class="lh-copy pv3 ba bl-0 bt-0 br-0 b--dotted b--black-30">One</li><li class="lh-copy pv3 ba bl-0 bt-0 br-0 b--dotted b--black-30">Two</li></ul><blockquote class="ml0 pl4 black-90 bl bw2 b--blue"><p class="f5 lh-copy">Nothing was ever this easy.</p></blockquote></div><div class="fl w-third"><div class="bg-light-yellow pa3 tc ttu tracked br-pill">Late</div><table class="f6 w-100 mt4" cellspacing="0"><tbody class="lh-copy">${ROWS.join('')}</tbody></table></div></div>`,
  },
  {
    name: 'Semantic UI',
    css: ['semantic-ui-css/semantic.min.css'],
    body: `<div class="ui inverted menu"><a class="active item">Orders</a><a class="item">Returns</a><div class="right item"><div class="ui icon input"><input placeholder="Search"><i class="search icon"></i></div></div></div><div class="ui container"><div class="ui three column grid"><div class="column"><div class="ui card"><div class="content"><div class="header">Order 1009</div><div class="meta">open</div><div class="description">Four parts.</div></div><div class="extra content"><i class="check icon"></i> Sent</div></div></div><div class="column"><button class="ui primary button">Send</button><button class="ui basic red button"><i class="trash icon"></i>Remove</button><div class="ui labeled button"><div class="ui button"><i class="heart icon"></i> Like</div><a class="ui basic label">12</a></div><div class="ui steps"><div class="active step"><i class="truck icon"></i><div class="content"><div class="title">Shipping</div></div></div></div><div class="ui toggle checkbox"><input type="checkbox" checked><label>Tell me</label></div></div><div class="column"><div class="ui warning message"><i class="close icon"></i><div class="header">Late</div><p>It is late.</p></div><div class="ui progress success"><div class="bar" style="width:60%"><div class="progress">60%</div></div></div><div class="ui rating"><i class="star icon active"></i><i class="star icon"></i></div><div class="ui form"><div class="field"><label>Name</label><input value="Ada"></div></div></div></div><table class="ui celled striped table"><tbody>${ROWS.join('')}</tbody></table></div>`,
  },
  {
    name: 'Spectre',
    css: [
      'spectre.css/dist/spectre.min.css',
      'spectre.css/dist/spectre-icons.min.css',
      'spectre.css/dist/spectre-exp.min.css',
    ],
    body: `<div class="container grid-lg p-2"><ul class="breadcrumb"><li class="breadcrumb-item"><a>Home</a></li><li class="breadcrumb-item"><a>Orders</a></li></ul><div class="columns"><div class="column col-4"><div class="card"><div class="card-header"><div class="card-title h5">Order 1009</div></div><div class="card-body">Four parts.</div><div class="card-footer"><button class="btn btn-primary">Open</button></div></div></div><div class="column col-4"><div class="form-group"><label class="form-label">Name</label><input class="form-input" value="Ada"></div><label class="form-checkbox"><input type="checkbox" checked><i class="form-icon"></i> Remember</label><label class="form-switch"><input type="checkbox" checked><i class="form-icon"></i> Tell me</label><label class="form-radio"><input type="radio" checked><i class="form-icon"></i> One</label><select class="form-select"><option>Sweden</option></select></div><div class="column col-4"><div class="toast toast-success"><button class="btn btn-clear float-right"></button>Sent.</div><div class="bar mt-2"><div class="bar-item" style="width:60%">60%</div></div><i class="icon icon-mail"></i> <i class="icon icon-check"></i> <i class="icon icon-search"></i> <span class="chip">Tag</span><figure class="avatar" data-initial="AL"></figure><ul class="tab"><li class="tab-item active"><a>All</a></li><li class="tab-item"><a>Open</a></li></ul></div></div><table class="table table-striped">${ROWS.join('')}</table></div>`,
  },
  {
    name: 'Pure',
    css: ['purecss/build/pure-min.css'],
    body: `<div style="padding:24px;font-family:sans-serif"><div class="pure-menu pure-menu-horizontal"><a class="pure-menu-heading pure-menu-link">Shop</a><ul class="pure-menu-list"><li class="pure-menu-item pure-menu-selected"><a class="pure-menu-link">Orders</a></li></ul></div><form class="pure-form pure-form-stacked"><fieldset><legend>Return</legend><label>Name</label><input value="Ada"><label>Country</label><select><option>Sweden</option></select><label class="pure-checkbox"><input type="checkbox" checked> Remember</label><button class="pure-button pure-button-primary">Send</button> <button class="pure-button" disabled>No</button></fieldset></form><table class="pure-table pure-table-bordered"><thead><tr><th>No.</th><th>Name</th><th>Sum</th><th></th></tr></thead><tbody>${ROWS.join('')}</tbody></table></div>`,
  },
  {
    name: 'Shoelace',
    css: ['@shoelace-style/shoelace/cdn/themes/light.css'],
    scripts: ['@shoelace-style/shoelace/cdn/shoelace-autoloader.js'],
    body: `<div style="padding:32px;font-family:var(--sl-font-sans);display:grid;grid-template-columns:1fr 1fr 1fr;gap:24px" data-shoelace="/@shoelace-style/shoelace/cdn"><div><sl-card><div slot="header">Order 1009</div>Four parts, the next is due soon.<div slot="footer"><sl-button variant="primary">Open</sl-button></div></sl-card><sl-details summary="More" open>They are free for thirty days.</sl-details></div><div><sl-input label="Name" value="Ada" help-text="As on the card"></sl-input><br><sl-checkbox checked>Remember</sl-checkbox><br><sl-switch checked>Tell me</sl-switch><br><sl-radio-group label="Which" value="1"><sl-radio value="1">One</sl-radio><sl-radio value="2">Two</sl-radio></sl-radio-group><sl-range value="40"></sl-range></div><div><sl-alert open variant="success"><sl-icon slot="icon" name="check2-circle"></sl-icon>It was sent.</sl-alert><br><sl-badge variant="danger">4</sl-badge> <sl-tag variant="success" removable>Tag</sl-tag> <sl-avatar initials="AL"></sl-avatar><sl-progress-bar value="60"></sl-progress-bar><br><sl-rating value="3"></sl-rating><sl-tab-group><sl-tab slot="nav" panel="a">All</sl-tab><sl-tab slot="nav" panel="b">Open</sl-tab><sl-tab-panel name="a">Every order.</sl-tab-panel></sl-tab-group></div></div>`,
  },
];

const pathOf = (library: Library): string => `/own/${library.name.toLowerCase().replace(/\W+/g, '-')}.html`;

function htmlOf({ name, css, body, scripts = [] }: Library): string {
  const links = css.map((path) => `<link rel="stylesheet" href="/${path}">`).join('');
  const tags = scripts.map(
    (path) =>
      `<script type="${path.includes('shoelace') ? 'module' : 'text/javascript'}" src="/${path}"></script>`,
  );
  return `<!doctype html><html lang="en" class="sl-theme-light"><head><meta charset="utf-8"><title>${name}</title>${links}</head><body>${body}${tags.join('')}</body></html>`;
}

/** HTML of our own pages, by their path. */
export const OWN_PAGES: Record<string, string> = Object.fromEntries(
  LIBRARIES.map((library) => [pathOf(library), htmlOf(library)]),
);

export const PAGES: GalleryPage[] = [
  ...TEMPLATES,
  ...LIBRARIES.map((library) => ({ name: library.name, path: pathOf(library) })),
];
