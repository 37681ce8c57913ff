//! What is done on the leak page while the capture runs, and what must arrive, or the measurement measured nothing.

/** Group, name and script: `word` is the word, `host` an empty element, `frame()` waits for the next frame. */
export type Act = readonly [group: string, name: string, script: string];
/** Name, HTML, and a script for `host`, the first element of that HTML. */
export type Control = readonly [name: string, template: string, script: string | null];

/** What happens while the capture runs. */
export const ACTS: readonly Act[] = [
  ['mutation', 'text set', 'host.textContent = word'],
  [
    'mutation',
    'text node changed',
    'const t = host.appendChild(new Text("x")); await frame(); t.data = word',
  ],
  ['mutation', 'HTML set', 'host.innerHTML = `<p>${word}</p>`'],
  ['mutation', 'HTML inserted', 'host.insertAdjacentHTML("beforeend", `<b>${word}</b>`)'],
  ['mutation', 'attribute set', 'host.setAttribute("title", word)'],
  ['mutation', 'attribute of any name', 'host.setAttribute(`x-${word}`, "x")'],
  ['mutation', 'class added', 'host.classList.add(word)'],
  ['mutation', 'id set', 'host.id = word'],
  ['mutation', 'data set', 'host.dataset.x = word'],
  ['mutation', 'custom property', 'host.style.setProperty("--x", word)'],
  ['mutation', 'style background', 'host.style.background = `url(/b/${word}.png)`'],
  ['mutation', 'font family', 'host.textContent = "x"; host.style.fontFamily = `"${word}"`'],
  [
    'mutation',
    'value set',
    'const i = host.appendChild(document.createElement("input")); await frame(); i.value = word',
  ],
  [
    'mutation',
    'text area set',
    'const i = host.appendChild(document.createElement("textarea")); await frame(); i.value = word',
  ],
  [
    'mutation',
    'value and event',
    'const i = host.appendChild(document.createElement("input")); i.value = word; i.dispatchEvent(new Event("input", { bubbles: true }))',
  ],
  [
    'mutation',
    'default value',
    'const i = host.appendChild(document.createElement("input")); await frame(); i.defaultValue = word',
  ],
  [
    'mutation',
    'option added',
    'const s = host.appendChild(document.createElement("select")); await frame(); s.add(new Option(word, word, true, true))',
  ],
  ['mutation', 'title of the page', 'document.title = word'],
  [
    'mutation',
    'meta',
    'const m = document.createElement("meta"); m.name = "x"; m.content = word; document.head.append(m)',
  ],
  [
    'mutation',
    'style element',
    'const s = document.createElement("style"); s.textContent = `.x::before{content:"${word}"}`; document.head.append(s); host.className = "x"',
  ],
  [
    'mutation',
    'rule inserted',
    'const s = document.head.appendChild(document.createElement("style")); s.sheet.insertRule(`.y::after{content:"${word}"}`); host.className = "y"',
  ],
  [
    'mutation',
    'rule changed',
    'const s = document.head.appendChild(document.createElement("style")); s.textContent = ".z::after{content:\'q\'}"; await frame(); s.sheet.cssRules[0].style.content = `"${word}"`; host.className = "z"',
  ],
  [
    'mutation',
    'adopted sheet',
    'const s = new CSSStyleSheet(); s.replaceSync(`.a::after{content:"${word}"}`); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; host.className = "a"',
  ],
  [
    'mutation',
    'adopted in a shadow',
    'const r = host.attachShadow({ mode: "open" }); const s = new CSSStyleSheet(); s.replaceSync(`p::after{content:"${word}"}`); r.adoptedStyleSheets = [s]; r.innerHTML = "<p>x</p>"',
  ],
  ['mutation', 'shadow attached', 'host.attachShadow({ mode: "open" }).innerHTML = `<p>${word}</p>`'],
  [
    'mutation',
    'shadow changed',
    'const r = host.attachShadow({ mode: "open" }); r.innerHTML = "<p>x</p>"; await frame(); r.firstChild.textContent = word',
  ],
  [
    'mutation',
    'frame added',
    'const f = document.createElement("iframe"); f.srcdoc = `<p>${word}</p>`; host.append(f); await new Promise((done) => { f.onload = done; })',
  ],
  [
    'mutation',
    'frame changed',
    'const f = host.appendChild(document.createElement("iframe")); await frame(); f.contentDocument.body.textContent = word',
  ],
  [
    'mutation',
    'frame source',
    'const f = host.appendChild(document.createElement("iframe")); await frame(); f.src = `/blank?${word}`',
  ],
  [
    'mutation',
    'shown after hidden',
    'host.style.display = "none"; host.textContent = word; await frame(); host.style.display = ""',
  ],
  [
    'mutation',
    'moved',
    'const b = document.createElement("b"); b.textContent = word; document.body.prepend(b); await frame(); host.append(b)',
  ],
  [
    'mutation',
    'moved out of released',
    'const s = document.createElement("div"); s.dataset.ombudShow = ""; const b = document.createElement("b"); host.append(s); await frame(); host.append(b); b.textContent = word',
  ],
  [
    'mutation',
    'release taken back',
    'host.dataset.ombudShow = ""; host.textContent = "x"; await frame(); delete host.dataset.ombudShow; host.textContent = word',
  ],
  [
    'mutation',
    'hidden in released',
    'host.dataset.ombudShow = ""; host.textContent = "x"; await frame(); const b = document.createElement("b"); b.dataset.ombudHide = ""; b.textContent = word; host.append(b)',
  ],
  [
    'mutation',
    'password shown in the clear',
    'host.dataset.ombudShow = ""; host.innerHTML = `<input type="password">`; await frame(); host.firstChild.value = word; await frame(); host.firstChild.type = "text"; host.firstChild.dispatchEvent(new Event("input", { bubbles: true }))',
  ],
  ['mutation', 'fragment', 'const f = document.createDocumentFragment(); f.append(word); host.append(f)'],
  [
    'mutation',
    'image set',
    'const i = new Image(9, 9); host.append(i); await frame(); i.src = `/i/${word}.png`; i.alt = word',
  ],
  [
    'mutation',
    'drawn on a canvas',
    'const c = host.appendChild(document.createElement("canvas")); c.getContext("2d").fillText(word, 5, 20)',
  ],
  [
    'mutation',
    'released canvas',
    'host.dataset.ombudShow = ""; const c = host.appendChild(document.createElement("canvas")); c.getContext("2d").fillText(word, 5, 20)',
  ],
  [
    'mutation',
    'popover opened',
    'host.popover = "auto"; host.textContent = word; host.showPopover(); await frame(); host.hidePopover()',
  ],
  [
    'mutation',
    'dialog opened',
    'const d = host.appendChild(document.createElement("dialog")); d.textContent = word; d.showModal(); await frame(); d.close()',
  ],
  [
    'mutation',
    'details opened',
    'host.innerHTML = `<details><summary>x</summary>${word}</details>`; await frame(); host.firstChild.open = true',
  ],
  [
    'mutation',
    'hidden in the same moment',
    'host.dataset.ombudShow = ""; host.textContent = "x"; await frame(); host.textContent = word; host.dataset.ombudHide = ""',
  ],
  [
    'mutation',
    'choice hidden later',
    'host.dataset.ombudShow = ""; host.innerHTML = "<select><option>x</option></select>"; await frame(); const o = new Option(word, word, true, true); o.dataset.ombudHide = ""; host.firstChild.add(o)',
  ],
  [
    'mutation',
    'moved into a hidden slot',
    'host.dataset.ombudShow = ""; const r = host.attachShadow({ mode: "open" }); r.innerHTML = `<slot name="a"></slot><p data-ombud-hide><slot name="b"></slot></p>`; const b = document.createElement("b"); b.slot = "a"; b.textContent = "x"; host.append(b); await frame(); b.slot = "b"; b.textContent = word',
  ],
  ['navigation', 'state pushed', 'history.pushState({ word }, "", `/page?q=${word}`)'],
  ['navigation', 'state replaced', 'history.replaceState({}, "", `/page/${word}`)'],
  ['navigation', 'fragment set', 'location.hash = word'],
  ['navigation', 'name of the window', 'window.name = word'],
  ['other', 'console', 'console.log(word)'],
  ['other', 'error', 'setTimeout(() => { throw new Error(word); })'],
  ['other', 'rejected promise', 'Promise.reject(new Error(word))'],
  ['other', 'request', 'await fetch(`/blank?${word}`).catch(() => 0)'],
  ['other', 'cookie', 'document.cookie = `c=${word}`'],
  ['other', 'local storage', 'localStorage.setItem("k", word)'],
  ['other', 'event of one’s own', 'dispatchEvent(new CustomEvent("x", { detail: word }))'],
  ['other', 'message', 'postMessage(word, "*")'],
  ['other', 'performance mark', 'performance.mark(word)'],
  ['user', 'selection', 'host.textContent = word; getSelection().selectAllChildren(host)'],
  [
    'user',
    'selection in a field',
    'const i = host.appendChild(document.createElement("input")); i.value = word; i.focus(); i.select()',
  ],
  [
    'user',
    'copy',
    'host.textContent = word; getSelection().selectAllChildren(host); document.execCommand("copy")',
  ],
  ['user', 'key', 'host.dispatchEvent(new KeyboardEvent("keydown", { key: word, bubbles: true }))'],
  ['user', 'click', 'host.innerHTML = `<button id="${word}">${word}</button>`; host.firstChild.click()'],
  ['user', 'focus', 'host.innerHTML = `<input id="${word}" name="${word}">`; host.firstChild.focus()'],
  [
    'user',
    'editable text',
    'host.contentEditable = "true"; host.focus(); document.execCommand("insertText", false, word)',
  ],
  [
    'user',
    'drop',
    'host.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: Object.assign(new DataTransfer(), {}) })); host.title = word',
  ],
  [
    'user',
    'file chosen',
    'const i = host.appendChild(document.createElement("input")); i.type = "file"; const d = new DataTransfer(); d.items.add(new File(["x"], `${word}.txt`)); i.files = d.files; i.dispatchEvent(new Event("change", { bubbles: true }))',
  ],
  [
    'user',
    'address typed in released',
    'host.dataset.ombudShow = ""; const i = host.appendChild(document.createElement("input")); i.type = "email"; i.focus(); for (const sign of `${word}@example.com`) { document.execCommand("insertText", false, sign); if (sign < "h") await frame(); }',
  ],
  [
    'user',
    'file chosen in released',
    'host.dataset.ombudShow = ""; const i = host.appendChild(document.createElement("input")); i.type = "file"; const d = new DataTransfer(); d.items.add(new File(["x"], `${word}.txt`)); i.files = d.files; i.dispatchEvent(new Event("change", { bubbles: true }))',
  ],
];

/** Words that must arrive, or the measurement measured nothing. */
export const CONTROLS: readonly Control[] = [
  ['released text', '<p data-ombud-show>%</p>', null],
  ['released below', '<div data-ombud-show><ul><li><b>%</b></li></ul></div>', null],
  ['released field', '<div data-ombud-show><input value="%"></div>', null],
  ['released choice', '<div data-ombud-show><select><option>%</option></select></div>', null],
  [
    'released in a shadow',
    '<div><template shadowrootmode="open"><p data-ombud-show>%</p></template></div>',
    null,
  ],
  [
    'released in a frame',
    '<iframe width="200" height="60" srcdoc="<p data-ombud-show>%</p>"></iframe>',
    null,
  ],
  ['released before', '<style>.cb::before{content:"%"}</style><p data-ombud-show class="cb">x</p>', null],
  ['released later', '<p></p>', 'host.dataset.ombudShow = ""; host.textContent = word'],
  ['released text changed', '<p data-ombud-show>x</p>', 'host.textContent = word'],
  [
    'released field typed',
    '<p data-ombud-show><input></p>',
    'host.firstChild.value = word; host.firstChild.dispatchEvent(new Event("input", { bubbles: true }))',
  ],
  ['value with digits', '<div data-ombud-show><input value="% 2026-11-23 14:05"></div>', null],
  ['value with a sign', '<div data-ombud-show><textarea>ab12 %</textarea></div>', null],
  ['placeholder', '<div data-ombud-show><input placeholder="%"></div>', null],
  ['words of a button', '<div data-ombud-show><input type="submit" value="%"></div>', null],
  [
    'prices and numbers',
    '<p data-ombud-show>% 1 234.50 kr, 3 × 411.50, order 1002938475, 2026-11-23 14:05:33</p>',
    null,
  ],
  [
    'numbers side by side',
    '<table data-ombud-show><tr><td>10234</td><td>10235</td><td>10236</td><td>%</td></tr></table>',
    null,
  ],
  [
    'words in a shadow itself',
    '<div data-ombud-show><template shadowrootmode="open">%</template></div>',
    null,
  ],
  [
    'far away in a shadow',
    '<div style="padding-top:4000px"><template shadowrootmode="open"><p data-ombud-show>%</p></template></div>',
    null,
  ],
  [
    'far away in a frame',
    '<iframe width="200" height="60" srcdoc="<p data-ombud-show>%</p>"></iframe>',
    null,
  ],
];
