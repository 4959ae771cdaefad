"use strict";
(async () => {
  const $ = (id) => document.getElementById(id);
  const kinds = JSON.parse($("kind-list").textContent);
  const words = { start: "từ ngày", end: "đến ngày", value: "giá trị", value_max: "giá trị đến", unit: "đơn vị", object: "đếm gì", approx: "ước chừng",
    numerator: "tử số", denominator: "mẫu số", currency: "tiền tệ", number: "số, ký hiệu", type: "loại văn bản", issuer: "cơ quan", date: "ngày", title: "trích yếu" };
  const zones = { letterhead: "tiêu ngữ", title: "tên văn bản", recipients: "nơi nhận", signature: "chữ ký" };
  const numbers = new Set(["value", "value_max", "numerator", "denominator"]);
  const dates = new Set(["start", "end", "date"]);
  const signs = new Set(["", ">", "<", "~", ">=", "<="]);
  const received = await (await fetch("gold")).json(), { gold } = received;
  const blocks = new Map(gold.blocks.map((b) => [b.id, b]));
  // gold counts characters, this page (as all JavaScript) units of UTF-16: they differ behind an emoji
  const count = (facts, measure) => facts.map((f) => {
    const text = blocks.get(f.block)?.text ?? "";
    return { ...f, ...Object.fromEntries(["start", "end"].filter((e) => f[e] != null).map((e) => [e, measure(text, f[e])])) };
  });
  const inUnits = (facts) => count(facts, (text, n) => [...text].slice(0, n).join("").length);
  const inCharacters = (facts) => count(facts, (text, n) => [...text.slice(0, n)].length);
  gold.facts = inUnits(gold.facts);
  const proposals = inUnits(received.proposals);
  const order = new Map(gold.blocks.map((b, i) => [b.id, i]));
  const paragraphs = new Map();
  const done = new Set();
  const past = [];
  let current = null;

  const make = (tag, text, cls) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (cls) element.className = cls;
    return element;
  };
  const sorted = () => gold.facts.sort((a, b) => order.get(a.block) - order.get(b.block) || a.start - b.start);
  const overlapping = (block, start, end, but) => gold.facts.some((f) => f !== but && f.block === block && f.start < end && start < f.end);

  // the text
  const paint = (id) => {
    const block = blocks.get(id), nodes = [];
    let at = 0;
    for (const fact of sorted().filter((f) => f.block === id)) {
      if (fact.start < at) continue;
      nodes.push(document.createTextNode(block.text.slice(at, fact.start)));
      const mark = make("mark", block.text.slice(fact.start, fact.end), fact.kind);
      mark.classList.toggle("done", done.has(fact));
      mark.classList.toggle("now", fact === current);
      mark.addEventListener("click", () => { if (getSelection().isCollapsed) choose(fact); });
      nodes.push(mark);
      at = fact.end;
    }
    nodes.push(document.createTextNode(block.text.slice(at)));
    paragraphs.get(id).replaceChildren(...nodes);
  };
  for (const block of gold.blocks) {
    const [zone, path] = block.zone.split(":");
    const quiet = !["heading", "paragraph", "item", "table", "footnote"].includes(zone);
    const p = make("p", undefined, quiet ? "quiet" : zone);
    p.dataset.block = block.id;
    p.dataset.name = zone === "footnote" ? block.id : `${block.id} ${path || zones[zone] || ""}`;
    paragraphs.set(block.id, p);
    $("text").append(p);
    paint(block.id);
  }
  $("name").textContent = [].concat(gold.metadata.document).join(", ");

  const tally = () => {
    $("progress").max = Math.max(1, gold.facts.length);
    $("progress").value = gold.facts.filter((f) => done.has(f)).length;
    $("count").textContent = `${$("progress").value}/${gold.facts.length} đã duyệt`;
  };

  // saving: every change, one at a time, the last state wins
  let saving = null, again = false;
  const save = async () => {
    $("saved").textContent = "đang lưu";
    if (saving) { again = true; return; }
    saving = fetch("gold", { method: "PUT", body: JSON.stringify({ ...gold, facts: inCharacters(gold.facts) }) });
    try {
      const answer = await saving;
      if (!answer.ok) throw new Error(await answer.text());
      list(await answer.json());
      $("saved").textContent = "đã lưu";
      $("saved").className = "";
    } catch (error) {
      $("saved").textContent = `chưa lưu được: ${error.message}`;
      $("saved").className = "bad";
    }
    saving = null;
    if (again) { again = false; save(); }
  };
  const snapshot = () => past.push({ facts: gold.facts.map((f) => ({ ...f, value: { ...f.value } })), done: gold.facts.map((f) => done.has(f)) });
  const changed = (...ids) => { ids.forEach(paint); tally(); save(); };

  // the mark
  const fill = () => {
    $("form").hidden = !current;
    $("nothing").hidden = Boolean(current);
    if (!current) return;
    const block = blocks.get(current.block);
    $("exact").textContent = block.text.slice(current.start, current.end);
    $("kinds").replaceChildren(...kinds.map((kind, i) => {
      const button = make("button", `${i + 1} ${kind.label}`, kind.name);
      button.type = "button";
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", kind.name === current.kind);
      button.addEventListener("click", () => setKind(kind.name));
      return button;
    }));
    const fields = kinds.find((k) => k.name === current.kind)?.fields ?? [];
    $("fields").replaceChildren(...fields.flatMap((field) => {
      const label = make("label", words[field] ?? field), input = make("input");
      label.title = field;
      input.id = `field-${field}`;
      label.htmlFor = input.id;
      input.value = current.value[field] ?? "";
      input.autocomplete = "off";
      input.spellcheck = false;
      if (numbers.has(field)) { input.inputMode = "decimal"; input.pattern = "-?[0-9]+(\\.[0-9]+)?"; input.title = "chữ số, dấu chấm trước phần thập phân"; }
      if (dates.has(field)) { input.pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}"; input.title = "năm-tháng-ngày"; }
      input.addEventListener("input", () => {
        const text = input.value.trim();
        input.setCustomValidity(field === "approx" && !signs.has(text) ? "một trong: > < ~ >= <=" : "");
        if (!input.checkValidity()) return;
        snapshot();
        if (text) current.value[field] = numbers.has(field) ? Number(text) : text;
        else if (field === "start" || field === "end") current.value[field] = null;
        else delete current.value[field];
        changed(current.block);
      });
      return [label, input];
    }));
  };
  const choose = (fact) => {
    const before = current?.block;
    current = fact;
    if (before) paint(before);
    if (fact) {
      paint(fact.block);
      paragraphs.get(fact.block).querySelector(".now")?.scrollIntoView({ block: "center" });
    }
    fill();
  };
  const neighbour = (by) => {
    const facts = sorted();
    if (!facts.length) return;
    const i = facts.indexOf(current);
    choose(facts[i < 0 ? (by > 0 ? 0 : facts.length - 1) : (i + by + facts.length) % facts.length]);
  };
  const accept = () => {
    if (!current || document.querySelector("#fields :invalid")) return;
    done.add(current);
    paint(current.block);
    tally();
    const facts = sorted(), i = facts.indexOf(current);
    choose([...facts.slice(i + 1), ...facts.slice(0, i)].find((f) => !done.has(f)) ?? current);
  };
  const proposed = (block, start, end, kind) => {
    const found = proposals.find((p) => p.block === block && p.kind === kind && p.start < end && start < p.end);
    return found ? { ...found.value } : null;
  };
  const setKind = (kind) => {
    if (!current || current.kind === kind) return;
    snapshot();
    const fields = kinds.find((k) => k.name === kind).fields;
    const kept = Object.fromEntries(Object.entries(current.value).filter(([name]) => fields.includes(name)));
    current.kind = kind;
    current.value = proposed(current.block, current.start, current.end, kind) ?? kept;
    changed(current.block);
    fill();
  };
  const remove = () => {
    if (!current) return;
    snapshot();
    const facts = sorted(), i = facts.indexOf(current), block = current.block;
    gold.facts.splice(gold.facts.indexOf(current), 1);
    current = null;
    changed(block);
    choose(sorted()[Math.min(i, gold.facts.length - 1)] ?? null);
  };
  const add = (block, start, end, kind) => {
    const text = blocks.get(block).text, [zone, path] = blocks.get(block).zone.split(":");
    while (start < end && /\s/.test(text[start])) start++;
    while (end > start && /\s/.test(text[end - 1])) end--;
    if (start >= end || overlapping(block, start, end)) return;
    snapshot();
    const fact = { kind, exact: text.slice(start, end), block, start, end, zone: zone === "footnote" ? "footnote" : "body",
      note: zone === "footnote" ? block.slice(1) : null, section: zone === "footnote" ? null : path ?? "", value: proposed(block, start, end, kind) ?? {} };
    gold.facts.push(fact);
    changed(block);
    getSelection().removeAllRanges();
    $("palette").hidden = true;
    choose(fact);
  };
  const stretch = (edge, by) => {
    if (!current) return;
    const text = blocks.get(current.block).text;
    const stops = [0, ...[...text.matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)].flatMap((m) => (edge === "end" ? [m.index + m[0].length] : [m.index])), text.length];
    const next = by > 0 ? stops.find((s) => s > current[edge]) : stops.findLast((s) => s < current[edge]);
    const moved = { start: current.start, end: current.end, [edge]: next ?? current[edge] };
    if (moved.start >= moved.end || overlapping(current.block, moved.start, moved.end, current)) return;
    snapshot();
    Object.assign(current, moved, { exact: text.slice(moved.start, moved.end) });
    changed(current.block);
    fill();
  };
  const undo = () => {
    const before = past.pop();
    if (!before) return;
    const at = current && [current.block, current.start];
    gold.facts = before.facts;
    done.clear();
    gold.facts.forEach((f, i) => before.done[i] && done.add(f));
    current = gold.facts.find((f) => at && f.block === at[0] && f.start === at[1]) ?? null;
    changed(...blocks.keys());
    fill();
  };

  // what is selected
  const selection = () => {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    const p = range && !range.collapsed ? range.startContainer.parentElement.closest("main p") : null;
    if (!p || !p.contains(range.endContainer)) return null;
    const before = new Range();
    before.selectNodeContents(p);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    return { block: p.dataset.block, start, end: start + range.toString().length, box: range.getBoundingClientRect() };
  };
  $("palette").replaceChildren(...kinds.map((kind, i) => {
    const button = make("button", `${i + 1} ${kind.label}`, kind.name);
    button.type = "button";
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => { const s = selection(); if (s) add(s.block, s.start, s.end, kind.name); });
    return button;
  }));
  document.addEventListener("selectionchange", () => { if (!selection()) $("palette").hidden = true; });
  $("text").addEventListener("pointerup", () => setTimeout(() => {
    const s = selection();
    $("palette").hidden = !s;
    if (!s) return;
    $("palette").style.left = `${Math.min(s.box.left, innerWidth - 400)}px`;
    $("palette").style.top = `${Math.min(s.box.bottom + 8, innerHeight - 90)}px`;
  }));
  const select = (block, start, end) => {
    const walker = document.createTreeWalker(paragraphs.get(block), NodeFilter.SHOW_TEXT), range = new Range();
    for (let node, at = 0; (node = walker.nextNode()); at += node.length) {
      if (start >= at && start < at + node.length) range.setStart(node, start - at);
      if (end > at && end <= at + node.length) { range.setEnd(node, end - at); break; }
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    paragraphs.get(block).scrollIntoView({ block: "center" });
  };

  // what to look at
  let open = [], looked = -1;
  const number = (problem) => (blocks.get(problem.block)?.text.slice(problem.start ?? 0).match(/^\d[\d.,/]*\d|^\d/) ?? [null])[0];
  const said = (problem) => {
    if (problem.level !== "look" || problem.start === null) return problem.message;
    const text = blocks.get(problem.block).text;
    return `chưa đánh dấu ${number(problem)}: …${text.slice(Math.max(0, problem.start - 20), problem.start + 25)}…`;
  };
  const list = (found) => {
    open = inUnits(found);
    $("problem-count").textContent = found.length;
    $("problems").replaceChildren(...open.map((problem) => {
      const item = make("li", undefined, problem.level), button = make("button", said(problem));
      button.type = "button";
      button.title = problem.message;
      button.addEventListener("click", () => look(problem));
      item.append(button);
      return item;
    }));
  };
  const look = (problem) => {
    looked = open.indexOf(problem);
    if (!problem.block || !blocks.has(problem.block)) return;
    const fact = gold.facts.find((f) => f.block === problem.block && f.start === problem.start);
    if (fact) { choose(fact); return; }
    if (problem.start !== null && number(problem)) select(problem.block, problem.start, problem.start + number(problem).length);
    else paragraphs.get(problem.block).scrollIntoView({ block: "center" });
  };

  // keys
  addEventListener("keydown", (event) => {
    if (event.target.matches("input")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = selection();
    const act = {
      a: accept, Enter: event.target.matches("button") ? null : accept, j: () => neighbour(1), k: () => neighbour(-1),
      x: remove, Delete: remove, u: undo,
      "]": () => stretch("end", 1), "[": () => stretch("end", -1), "}": () => stretch("start", 1), "{": () => stretch("start", -1),
      e: () => $("fields").querySelector("input")?.focus(),
      n: () => { const next = open.findIndex((p, i) => i > looked && p.level === "look"); if (open.length) look(open[next < 0 ? open.findIndex((p) => p.level === "look") : next] ?? open[0]); },
      Escape: () => { getSelection().removeAllRanges(); choose(null); },
    }[event.key];
    const kind = kinds[Number(event.key) - 1];
    if (kind) { if (chosen) add(chosen.block, chosen.start, chosen.end, kind.name); else setKind(kind.name); event.preventDefault(); }
    else if (act) { act(); event.preventDefault(); }
  });
  $("form").addEventListener("submit", (event) => { event.preventDefault(); accept(); document.activeElement?.blur(); });
  $("delete").addEventListener("click", remove);
  $("undo").addEventListener("click", undo);
  list(received.problems);
  tally();
  document.body.dataset.ready = "yes";
})();
