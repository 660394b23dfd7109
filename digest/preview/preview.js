// The page's own script. The mail's frame may run nothing; from out here its scroll is kept, its clicks are
// heard and its places are marked.
"use strict";

const at = id => document.getElementById(id);
const choices = at("choices"), frame = at("mail");
const chosen = name => choices.elements[name].value;
const letters = text => text.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "");
let state = { version: 0, traces: [] }, turn = 0, traced = "", scroll = [0, 0], choice = 0;
const names = ["format", "frame", "scheme", "images"];

// What is shown

async function asked(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(await answer.text());
  return answer;
}

function put(element, html) {
  if (element.dataset.html === html) return;
  element.dataset.html = html;
  element.innerHTML = html;
}

async function refresh(version, checked) {
  const mine = ++turn, renewed = version !== state.version;
  const [next, page] = await Promise.all([asked("/state").then(answer => answer.json()), renewed && renewedView()]);
  if (mine !== turn) return;
  state = next;
  at("fault").hidden = !state.fault;
  at("device").hidden = Boolean(state.fault) || !state.panel;
  put(at("fault"), state.fault);
  put(at("notice"), state.fault ? "" : state.notice);
  put(at("panel"), state.panel);
  at("side").hidden = !state.panel;
  at("name").textContent = state.name || "Preview";
  document.title = `${state.name || "Digest"} – preview`;
  at("status").textContent = said(checked);
  if (page) page();
  if (traced && renewed && state.panel) await openTrace(traced, false);
  requestAnimationFrame(() => requestAnimationFrame(() => { document.body.dataset.version = state.version; }));
}

function said(checked) {
  if (state.fault) return "Something stands in the way";
  if (!state.panel) return "Building…";
  return `${state.edition} · made in ${Math.round(state.seconds * 1000)} ms${checked ? "" : " · checking…"}`;
}

// Returns what puts the new view into its place: the mail goes into the frame that stands, so that nothing
// flashes and the scroll stays.
async function renewedView() {
  const format = chosen("format");
  try {
    if (!isPage()) {
      const html = await (await asked(`/view/${format}`)).text();
      return () => put(at("view"), html);
    }
    if (frame.dataset.path !== mailPath()) return navigate;
    const html = await (await asked(mailPath())).text();
    return () => swap(html);
  } catch {
    return null;  // there is no edition to be seen: the state tells why
  }
}

const isPage = () => ["html", "web"].includes(chosen("format"));
const mailPath = () => `/${chosen("format") === "web" ? "web" : "mail"}.html?scheme=${chosen("scheme")}&images=${chosen("images")}`;

// The frame's own parser, for this page's would hold the mail's styles against this page's policy, one by one.
function swap(html) {
  const inside = frame.contentDocument;
  frame.dataset.version = state.version;
  if (!inside?.documentElement) return navigate();
  const { scrollX, scrollY, DOMParser } = frame.contentWindow;
  const next = new DOMParser().parseFromString(html, "text/html");
  inside.replaceChild(inside.adoptNode(next.documentElement), inside.documentElement);
  frame.contentWindow.scrollTo(scrollX, scrollY);
}

function navigate() {
  if (frame.dataset.path) scroll = [frame.contentWindow.scrollX, frame.contentWindow.scrollY];
  frame.dataset.path = mailPath();
  frame.dataset.version = state.version;
  frame.contentWindow.location.replace(frame.dataset.path);
}

frame.addEventListener("load", () => {
  const inside = frame.contentDocument;
  if (!frame.dataset.path || !inside) return;
  frame.contentWindow.scrollTo(...scroll);
  inside.addEventListener("click", clicked);
  frame.dispatchEvent(new Event("shown"));
});

// Another choice may be made while the one before is on its way; then only the last counts.
async function show() {
  const mine = ++choice, isMail = isPage();
  for (const name of names) document.body.dataset[name] = chosen(name);
  history.replaceState(null, "", `?${new URLSearchParams(new FormData(choices))}`);
  if (isMail && frame.dataset.path !== mailPath()) {
    const shown = new Promise(done => frame.addEventListener("shown", done, { once: true }));
    navigate();
    await shown;
  } else if (!isMail || frame.dataset.version !== String(state.version)) {
    const page = await renewedView();
    if (mine === choice) page?.();
  }
  if (mine !== choice) return;
  frame.hidden = !isMail;
  at("view").hidden = isMail;
}

// Places

function mark(element) {
  for (const old of element.ownerDocument.querySelectorAll("[data-marked]")) {
    old.style.outline = old.style.outlineOffset = "";
    delete old.dataset.marked;
  }
  element.dataset.marked = "";
  Object.assign(element.style, { outline: "3px solid #1a6fd4", outlineOffset: "4px" });
}

async function goTo({ view, anchor, line, under }) {
  choices.elements.format.value = view;
  await show();
  const inside = frame.contentDocument, start = letters(under);
  const headings = isPage() && start ? [...inside.querySelectorAll("h1,h2,h3")] : [];
  const found = isPage()
    ? inside.getElementById(anchor) ?? headings.find(h => letters(h.textContent).startsWith(start))
    : at(`line-${line}`);
  if (!found) return;
  mark(found);
  found.scrollIntoView({ block: "center" });
}

// The trace

function clicked(event) {
  const link = event.target.closest("a[href]"), to = link?.getAttribute("href") ?? "";
  if (to.startsWith("#")) {
    event.preventDefault();
    return event.currentTarget.getElementById(to.slice(1))?.scrollIntoView();
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey || (link && !link.closest("h1,h2,h3,h4,h5,h6"))) return;
  const found = traceOf(event);
  if (!found) return;
  event.preventDefault();
  openTrace(found.id);
}

// The words that were clicked tell more than the elements around them, which each template chooses for itself.
function traceOf(event) {
  const block = event.target.closest("h1,h2,h3,h4,p,li,blockquote,td,div");
  const said = event.target.closest("blockquote");
  const near = event.target.closest('[id^="s-"]')?.id;
  return wordsAt(block, event)
    ?? state.traces.find(t => said && t.kind === "quote" && letters(said.textContent).includes(letters(t.words)))
    ?? state.traces.find(t => t.id === near);
}

function wordsAt(block, event) {
  const all = letters(block?.textContent ?? ""), inside = block?.ownerDocument;
  const caret = inside?.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (!caret || !block.contains(caret.offsetNode)) return undefined;
  const before = inside.createRange();
  before.setStart(block, 0);
  before.setEnd(caret.offsetNode, caret.offset);
  const here = letters(before.toString()).length;
  const hits = state.traces.filter(({ words }) => {
    const start = letters(words) ? all.indexOf(letters(words)) : -1;
    return start >= 0 && start <= here && here <= start + letters(words).length;
  });
  return hits.sort((a, b) => a.words.length - b.words.length)[0];
}

async function openTrace(id, moves = true) {
  const answer = await fetch(`/trace/${encodeURIComponent(id)}`);
  if (!answer.ok) return closeTrace();
  traced = id;
  put(at("trace"), await answer.text());
  at("panel").hidden = true;
  at("trace").hidden = false;
  if (!moves) return;
  at("traced").focus({ preventScroll: true });
  at("side").scrollTo(0, 0);
  at("back").scrollIntoView({ block: "nearest" });
  const text = at("trace").querySelector(".article");
  const first = text.querySelector("mark") ?? text.querySelector(".passage");
  if (first) text.scrollTop = first.offsetTop - text.clientHeight / 3;
}

// Marks in the mail what was chosen from the list.
function showTraced() {
  const inside = frame.contentDocument, found = state.traces.find(t => t.id === traced);
  if (!isPage() || !found || !inside) return;
  const quotes = found.kind === "quote" ? [...inside.querySelectorAll("blockquote")] : [];
  const element = quotes.find(quote => letters(quote.textContent).includes(letters(found.words)))
    ?? inside.getElementById(found.place);
  if (!element) return;
  mark(element);
  const inner = frame.contentWindow;  // only the mail is to move, not the page around it
  inner.scrollTo(0, inner.scrollY + element.getBoundingClientRect().top - inner.innerHeight / 4);
}

function closeTrace() {
  at("panel").hidden = false;
  at("trace").hidden = true;
  at("panel").querySelector(`[data-trace="${CSS.escape(traced)}"]`)?.focus();
  traced = "";
}

at("side").addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.id === "back") return closeTrace();
  if (button?.dataset.trace) return openTrace(button.dataset.trace).then(showTraced);
  if (button?.dataset.view) return goTo(button.dataset);
});
at("side").addEventListener("keydown", event => { if (event.key === "Escape" && traced) closeTrace(); });
choices.addEventListener("change", show);
choices.addEventListener("submit", event => event.preventDefault());

// The beginning

for (const [name, value] of new URLSearchParams(location.search)) {
  const asked = choices.elements[name];
  if (asked && [...asked].some(input => input.value === value)) asked.value = value;
}
for (const name of names) document.body.dataset[name] = chosen(name);
frame.hidden = !isPage();
at("view").hidden = !frame.hidden;

const events = new EventSource("/events");
events.onmessage = event => refresh(...JSON.parse(event.data));
events.onerror = () => {
  state.version = -1;
  at("status").textContent = "The preview has ended: start digest preview again";
};
