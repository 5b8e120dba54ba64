"use strict";
(() => {
  // Everything that comes from the trace is text: it is set as textContent and never parsed.
  const data = JSON.parse(document.getElementById("data").textContent);
  const entries = data.entries;
  const ROW = 28;
  const SPARE = 12; // rows drawn above and below what is visible
  const LONG_STRING = 300; // characters of a string that are shown at first
  const MAX_TOKENS = 20000; // parts of a message that get a colour; the rest is plain
  const DUMPED = 1024; // bytes of a binary message that are shown

  const byId = (id) => document.getElementById(id);
  const list = byId("list");
  const space = byId("space");
  const detail = byId("detail");
  const canvas = byId("overview");
  const filters = { text: byId("text"), direction: byId("direction"), type: byId("type"), errors: byId("errors") };

  let shown = entries.map((_, index) => index);
  let picked = -1; // position within `shown`

  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };

  const bytes = (size) =>
    size < 1000 ? `${size} B` : size < 1e6 ? `${(size / 1e3).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;

  const seconds = (value) => (value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms` : `${value.toFixed(2)} s`);

  // The silence before each entry, whatever is filtered.
  let before = null;
  for (const entry of entries) {
    entry.gap = entry.t !== null && before !== null ? entry.t - before : null;
    if (entry.t !== null) before = entry.t;
  }

  // -- the head -------------------------------------------------------------------------------

  byId("title").textContent = data.file;
  byId("header").textContent = data.header.map((pair) => pair[1]).join("  ·  ");
  for (const [name, value, note] of data.facts) {
    const fact = element("div", undefined, name === "errors" && value !== "0" ? "bad" : "");
    const number = element("dd", value);
    if (note) number.append(element("small", note));
    fact.append(element("dt", name), number);
    byId("facts").append(fact);
  }
  const counts = new Map();
  for (const entry of entries) counts.set(entry.y, (counts.get(entry.y) || 0) + 1);
  for (const name of [...counts.keys()].sort()) {
    const option = element("option", `${name} (${counts.get(name)})`);
    option.value = name;
    filters.type.append(option);
  }

  // -- the list: only the rows that can be seen exist -----------------------------------------

  function row(position) {
    const index = shown[position];
    const entry = entries[index];
    const made = element("div", undefined, `row ${entry.k}${entry.e ? " error" : ""}`);
    made.id = `row-${index}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", String(position === picked));
    made.setAttribute("aria-posinset", String(position + 1));
    made.setAttribute("aria-setsize", String(shown.length));
    made.dataset.position = String(position);
    made.style.top = `${position * ROW}px`;
    const type = element("span", entry.y, "type");
    if (entry.n) type.append(element("small", entry.n));
    const lane = element("span", undefined, "lane");
    const arrow = element("i");
    arrow.style.height = entry.k === "event" ? "0" : `${Math.min(6, 1 + Math.log10(1 + entry.s))}px`;
    lane.append(arrow);
    const gap = entry.gap !== null && entry.gap >= 0.001 ? `+${seconds(entry.gap)}` : "";
    made.append(
      element("span", String(entry.l), "number"),
      element("span", entry.t === null ? "" : entry.t.toFixed(3), "time"),
      element("span", gap, `gap${entry.gap > data.gap ? " long" : ""}`),
      lane,
      type,
      element("span", entry.f ? bytes(entry.s) : "", "size"),
    );
    return made;
  }

  function draw() {
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
    const last = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
    const rows = [];
    for (let position = first; position < last; position += 1) rows.push(row(position));
    if (!shown.length) rows.push(element("p", "Nothing fits the filter.", "empty"));
    space.style.height = `${shown.length * ROW}px`;
    space.replaceChildren(...rows);
    if (picked >= 0) list.setAttribute("aria-activedescendant", `row-${shown[picked]}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function pick(position) {
    if (!shown.length) return;
    picked = Math.max(0, Math.min(shown.length - 1, position));
    const top = picked * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    draw();
    show(entries[shown[picked]]);
    overview();
  }

  // -- filters ----------------------------------------------------------------------------------

  const searched = (entry) => {
    if (entry.search === undefined) entry.search = `${entry.y}\n${entry.n || ""}\n${entry.f === "binary" ? "" : entry.c || ""}`.toLowerCase();
    return entry.search;
  };

  function filter() {
    const kept = picked >= 0 ? shown[picked] : -1;
    const text = filters.text.value.trim().toLowerCase();
    shown = [];
    entries.forEach((entry, index) => {
      if (filters.direction.value && entry.k !== filters.direction.value) return;
      if (filters.type.value && entry.y !== filters.type.value) return;
      if (filters.errors.checked && !entry.e) return;
      if (text && !searched(entry).includes(text)) return;
      shown.push(index);
    });
    picked = shown.indexOf(kept);
    byId("count").textContent = `${shown.length.toLocaleString("en")} of ${entries.length.toLocaleString("en")}`;
    list.scrollTop = picked >= 0 ? Math.max(0, picked * ROW - list.clientHeight / 2) : 0;
    draw();
    overview();
  }

  function clear() {
    filters.text.value = filters.direction.value = filters.type.value = "";
    filters.errors.checked = false;
    filter();
  }

  // -- the selected message -----------------------------------------------------------------------

  function show(entry, whole) {
    const who = { sent: "client to server", received: "server to client", event: "connection" }[entry.k];
    const about = [`line ${entry.l}`, who];
    if (entry.t !== null) about.push(`${entry.t.toFixed(6)} s`);
    if (entry.w) about.push(entry.w);
    if (entry.f) about.push(`${entry.s.toLocaleString("en")} bytes`);
    const parts = [element("h2", entry.y, entry.e ? "error" : ""), element("p", about.join("  ·  "))];
    if (entry.n) parts.push(element("p", entry.n, entry.e ? "error" : ""));
    if (entry.f) {
      const content = element("pre");
      let cut = false;
      if (entry.f === "binary") content.textContent = dump(entry.c || "");
      else if (entry.f === "json") cut = colour(content, entry.c, whole);
      else content.textContent = entry.c || "";
      if (cut) {
        const button = element("button", "Show long strings in full");
        button.type = "button";
        button.addEventListener("click", () => show(entry, true));
        parts.push(button);
      }
      parts.push(content);
    }
    detail.replaceChildren(...parts);
    detail.scrollTop = 0;
  }

  const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;

  // Pretty JSON in colours; true when a string was cut.
  function colour(target, text, whole) {
    let cut = false;
    let from = 0;
    let tokens = 0;
    for (const match of text.matchAll(TOKEN)) {
      if ((tokens += 1) > MAX_TOKENS) break;
      target.append(text.slice(from, match.index));
      from = match.index + match[0].length;
      const [token, string, colon] = match;
      if (string !== undefined && colon === undefined && !whole && string.length > LONG_STRING) {
        cut = true;
        target.append(element("span", string.slice(0, LONG_STRING), "string"), element("span", ` … ${longer(string)}`, "cut"));
      } else if (string !== undefined && colon !== undefined) {
        target.append(element("span", string, "key"), colon);
      } else {
        target.append(element("span", token, string !== undefined ? "string" : "number"));
      }
    }
    target.append(text.slice(from));
    return cut;
  }

  function longer(string) {
    const length = string.length - 2;
    const all = `${length.toLocaleString("en")} characters`;
    if (length % 4 || !/^"[A-Za-z0-9+/]+={0,2}"$/.test(string)) return all;
    const padding = string.endsWith('=="') ? 2 : string.endsWith('="') ? 1 : 0;
    return `${all}, base64 of ${bytes((length / 4) * 3 - padding)}`;
  }

  function dump(text) {
    const decoded = atob(text);
    const lines = [];
    for (let at = 0; at < Math.min(decoded.length, DUMPED); at += 16) {
      const part = [...decoded.slice(at, Math.min(at + 16, DUMPED))];
      const hex = part.map((c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join(" ");
      const plain = part.map((c) => (c >= " " && c <= "~" ? c : "·")).join("");
      lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  ${plain}`);
    }
    if (decoded.length > DUMPED) lines.push(`… ${(decoded.length - DUMPED).toLocaleString("en")} more bytes`);
    return lines.join("\n");
  }

  // -- the overview: what was sent above, what was received below ------------------------------------

  const timed = entries.length > 0 && entries.every((entry) => entry.t !== null);
  const start = timed ? entries[0].t : 0;
  const end = timed ? entries[entries.length - 1].t : entries.length - 1;
  const moment = (index) => (timed ? entries[index].t : index);
  const EDGE = 10;

  function overview() {
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    const colours = getComputedStyle(document.documentElement);
    const ink = (name) => colours.getPropertyValue(`--${name}`).trim();
    const x = (value) => EDGE + ((width - 2 * EDGE) * (value - start)) / (end - start || 1);
    const middle = height / 2 - 6;
    context.scale(scale, scale);
    context.fillStyle = ink("line");
    context.fillRect(EDGE, middle, width - 2 * EDGE, 1);
    if (timed) {
      // Silences, as a band.
      entries.forEach((entry, index) => {
        if (!(entry.gap > data.gap)) return;
        context.globalAlpha = 0.16;
        context.fillStyle = ink("gap");
        context.fillRect(x(moment(index - 1)), 4, x(entry.t) - x(moment(index - 1)), 2 * middle - 8);
        context.globalAlpha = 1;
      });
    }
    // One bar for each two pixels: bytes, by their logarithm.
    const bins = new Map();
    shown.forEach((index) => {
      const entry = entries[index];
      const at = Math.round(x(moment(index)) / 2) * 2;
      const bin = bins.get(at) || { sent: 0, received: 0, error: false, event: false };
      if (entry.k === "event") bin.event = true;
      else bin[entry.k] += Math.max(1, entry.s);
      bin.error = bin.error || Boolean(entry.e);
      bins.set(at, bin);
    });
    const tall = (size) => (size ? Math.min(middle - 6, 3 + (Math.log10(1 + size) * (middle - 6)) / 6) : 0);
    for (const [at, bin] of bins) {
      context.fillStyle = ink("client");
      context.fillRect(at - 0.75, middle - tall(bin.sent), 1.5, tall(bin.sent));
      context.fillStyle = ink("server");
      context.fillRect(at - 0.75, middle + 1, 1.5, tall(bin.received));
      if (bin.error || bin.event) {
        context.fillStyle = ink(bin.error ? "error" : "event");
        context.fillRect(at - 0.75, 2, 1.5, 2 * middle - 4);
      }
    }
    if (picked >= 0) {
      context.fillStyle = ink("ink");
      context.fillRect(x(moment(shown[picked])) - 0.5, 0, 1, 2 * middle);
    }
    context.fillStyle = ink("soft");
    context.font = "11px system-ui, sans-serif";
    const steps = 6;
    for (let step = 0; step <= steps; step += 1) {
      const value = start + ((end - start) * step) / steps;
      context.textAlign = step === 0 ? "left" : step === steps ? "right" : "center";
      const text = timed ? `${value.toFixed(end - start < 10 ? 2 : 0)} s` : entries.length ? `line ${entries[Math.round(value)].l}` : "";
      context.fillText(text, x(value), height - 4);
    }
  }

  canvas.addEventListener("click", (event) => {
    if (!shown.length) return;
    const width = canvas.clientWidth - 2 * EDGE;
    const wanted = start + ((event.offsetX - EDGE) / width) * (end - start);
    let best = 0;
    shown.forEach((index, position) => {
      if (Math.abs(moment(index) - wanted) < Math.abs(moment(shown[best]) - wanted)) best = position;
    });
    pick(best);
    list.focus({ preventScroll: true });
  });

  // -- keys and the rest ------------------------------------------------------------------------------

  function next(fits) {
    for (let position = picked + 1; position < shown.length; position += 1) {
      if (fits(entries[shown[position]])) return pick(position);
    }
    const first = shown.findIndex((index) => fits(entries[index]));
    if (first >= 0) pick(first);
  }

  const page = () => Math.max(1, Math.floor(list.clientHeight / ROW) - 1);
  const KEYS = {
    ArrowDown: () => pick(picked + 1),
    j: () => pick(picked + 1),
    ArrowUp: () => pick(picked - 1),
    k: () => pick(picked - 1),
    PageDown: () => pick(picked + page()),
    PageUp: () => pick(picked - page()),
    Home: () => pick(0),
    End: () => pick(shown.length - 1),
    e: () => next((entry) => entry.e),
    g: () => next((entry) => entry.gap > data.gap),
    "/": () => filters.text.focus(),
    Escape: clear,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.target === filters.text && (event.key === "Enter" || event.key === "ArrowDown")) {
      event.preventDefault();
      list.focus();
      if (picked < 0) pick(0);
      return;
    }
    if (inField && event.key !== "Escape") return;
    if (detail.contains(event.target) && !["e", "g", "j", "k", "/", "Escape"].includes(event.key)) return;
    const action = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
    if (event.key === "Escape") list.focus();
  });

  list.addEventListener("click", (event) => {
    const clicked = event.target.closest(".row");
    if (clicked) pick(Number(clicked.dataset.position));
  });
  list.addEventListener("scroll", draw, { passive: true });
  for (const control of Object.values(filters)) control.addEventListener("input", filter);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  new ResizeObserver(() => { draw(); overview(); }).observe(list);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", overview);

  detail.append(element("p", "Select a message.", "empty"));
  filter();
})();
