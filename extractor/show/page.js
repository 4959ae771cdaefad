"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement, paper = $("paper"), card = $("card"), side = $("side");
  const facts = JSON.parse($("facts").textContent);
  const marks = [...paper.querySelectorAll("mark")];
  const make = (tag, text, cls) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (cls) element.className = cls;
    return element;
  };

  // light and dark: the reader's system decides until the button does
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  const paint = () => { root.dataset.theme = chosen ?? (system.matches ? "dark" : "light"); };
  system.addEventListener("change", paint);
  $("theme").addEventListener("click", () => { chosen = root.dataset.theme === "dark" ? "light" : "dark"; paint(); });
  paint();

  // side panel
  const menu = $("menu");
  const slide = (open) => { side.classList.toggle("open", open); menu.setAttribute("aria-expanded", open); };
  menu.addEventListener("click", () => { close(); slide(!side.classList.contains("open")); });
  side.addEventListener("click", (event) => { if (event.target.closest("a")) slide(false); });
  const tabs = [...side.querySelectorAll("[role=tab]")];
  const select = (tab) => tabs.forEach((t) => {
    t.setAttribute("aria-selected", t === tab);
    t.tabIndex = t === tab ? 0 : -1;
    $(t.getAttribute("aria-controls")).hidden = t !== tab;
  });
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) { const next = tabs.at((i + step) % tabs.length); select(next); next.focus(); }
    });
  });

  // filter by kind
  const off = new Set();
  const fill = () => $("list").replaceChildren(...facts.flatMap((fact, i) => {
    if (off.has(fact.kind)) return [];
    const link = make("a", fact.exact, "k-" + fact.kind);
    link.href = "#" + fact.id;
    link.dataset.fact = i;
    link.append(make("small", fact.value));
    return [link];
  }));
  side.querySelectorAll(".chip").forEach((chip) => chip.addEventListener("click", (event) => {
    const kinds = [...side.querySelectorAll(".chip:not(:disabled)")];
    const only = event.altKey || event.shiftKey;
    for (const c of only ? kinds : [chip]) {
      const on = only ? c === chip : c.getAttribute("aria-pressed") !== "true";
      c.setAttribute("aria-pressed", on);
      off[on ? "delete" : "add"](c.dataset.kind);
      paper.classList.toggle("off-" + c.dataset.kind, !on);
    }
    for (const mark of marks) mark.tabIndex = off.has(facts[mark.dataset.fact].kind) ? -1 : 0;
    close();
    fill();
  }));
  fill();

  // the card of a fact
  let shown = null, pinned = false;
  const close = () => { card.hidden = true; shown?.classList.remove("open"); shown = null; pinned = false; };
  const place = (mark) => {
    const at = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
    const { offsetWidth: w, offsetHeight: h } = card;
    const below = at.bottom + 8 + h < innerHeight;
    card.style.left = Math.max(8, Math.min(at.left, innerWidth - w - 12)) + "px";
    card.style.top = Math.max(8, below ? at.bottom + 8 : at.top - h - 8) + "px";
  };
  const show = (mark) => {
    if (shown === mark) return;
    shown?.classList.remove("open");
    const fact = facts[mark.dataset.fact], kind = make("div", fact.label, "kind"), list = make("dl");
    kind.append(make("small", fact.gloss));
    for (const [name, value] of fact.rows) list.append(make("dt", name), make("dd", value));
    const button = make("button", "×", "icon close");
    button.type = "button";
    button.setAttribute("aria-label", "Đóng");
    button.addEventListener("click", close);
    card.className = "card k-" + fact.kind;
    card.replaceChildren(kind, make("div", fact.value, "value"), list, button);
    card.hidden = false;
    shown = mark;
    mark.classList.add("open");
    place(mark);
  };
  paper.addEventListener("click", (event) => {
    const mark = event.target.closest("mark"), ref = event.target.closest(".ref"), note = event.target.closest(".note");
    if (mark) { show(mark); pinned = true; } else close();
    if (ref) {
      const target = $(ref.getAttribute("aria-controls")), open = target.classList.toggle("open");
      ref.setAttribute("aria-expanded", open);
      target.classList.add("lit", "whole");
      setTimeout(() => target.classList.remove("lit"), 1200);
    } else if (note && !mark) note.classList.toggle("whole");
  });
  let leaving;
  paper.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || pinned) return;
    const mark = event.target.closest("mark");
    clearTimeout(leaving);
    if (mark) show(mark); else if (shown) leaving = setTimeout(close, 250);
  });
  card.addEventListener("pointerenter", () => clearTimeout(leaving));
  card.addEventListener("pointerleave", () => { if (!pinned) leaving = setTimeout(close, 250); });
  paper.addEventListener("focusin", (event) => { if (event.target.matches("mark:focus-visible")) { show(event.target); pinned = true; } });
  const inSight = (mark) => { const at = mark.getBoundingClientRect(); return at.bottom > 60 && at.top < innerHeight; };
  addEventListener("scroll", () => { if (!shown) return; if (pinned && inSight(shown)) place(shown); else close(); }, { passive: true });
  addEventListener("resize", () => shown && place(shown));
  $("list").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) { event.preventDefault(); visit(marks.find((m) => m.id === facts[link.dataset.fact].id)); }
  });

  const reveal = (element) => {
    const note = element.closest(".note");
    if (note) {
      note.classList.add("open", "whole");
      document.querySelector(`[aria-controls="${note.id}"]`)?.setAttribute("aria-expanded", "true");
    }
  };
  const visit = (mark) => {
    if (!mark) return;
    reveal(mark);
    mark.scrollIntoView({ block: "center", behavior: "instant" });
    mark.focus({ preventScroll: true });
    show(mark);
    pinned = true;
  };
  const step = (by) => {
    const live = marks.filter((m) => !off.has(facts[m.dataset.fact].kind));
    if (!live.length) return;
    let i = live.indexOf(shown);
    if (i < 0) { i = live.findIndex((m) => m.getBoundingClientRect().top > 60); i = by > 0 ? i - 1 : i; }
    visit(live[(i + by + live.length) % live.length]);
  };

  // search, tone marks aside; matches may run through marks
  const fold = (text) => [...text].map((c) => {
    const plain = c.normalize("NFD")[0].toLowerCase().replace("đ", "d");
    return plain.length === c.length ? plain : c;
  }).join("");
  const blocks = [...paper.querySelectorAll("p, td, th, .note")].map((element) => {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) => {
      const owner = node.parentElement.closest("p, td, th, .note, .ref");
      return owner === element ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
    });
    for (let node, at = 0; (node = walker.nextNode()); at += node.length) nodes.push({ node, at });
    return { nodes, text: fold(nodes.map((n) => n.node.data).join("")) };
  });
  let ranges = [], current = -1;
  const spot = (block, offset) => {
    const n = block.nodes.findLast((x) => x.at <= offset);
    return [n.node, offset - n.at];
  };
  const paintHits = () => {
    $("hits").textContent = ranges.length ? `${current + 1}/${ranges.length}` : $("find").value.trim().length > 1 ? "0" : "";
    if (!CSS.highlights) return;
    CSS.highlights.set("search", new Highlight(...ranges));
    CSS.highlights.set("current", new Highlight(...ranges.slice(current, current + 1)));
  };
  const search = () => {
    const wanted = fold($("find").value.trim().normalize("NFC"));
    ranges = [];
    current = -1;
    if (wanted.length > 1) {
      for (const block of blocks) {
        for (let i = block.text.indexOf(wanted); i >= 0; i = block.text.indexOf(wanted, i + wanted.length)) {
          const range = new Range();
          range.setStart(...spot(block, i));
          const [node, end] = spot(block, i + wanted.length - 1);
          range.setEnd(node, end + 1);
          ranges.push(range);
        }
      }
    }
    paintHits();
  };
  const jump = (by) => {
    if (!ranges.length) return;
    current = (current + by + ranges.length) % ranges.length;
    const owner = ranges[current].startContainer.parentElement;
    reveal(owner);
    scrollBy({ top: ranges[current].getBoundingClientRect().top - innerHeight / 2, behavior: "instant" });
    paintHits();
  };
  $("find").addEventListener("input", () => { search(); jump(1); });
  document.querySelector(".find").addEventListener("submit", (event) => { event.preventDefault(); jump(1); });
  $("back").addEventListener("click", () => jump(-1));

  // keys
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); slide(false); if (document.activeElement === $("find")) { $("find").value = ""; search(); $("find").blur(); } return; }
    if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); $("find").focus(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("mark")) { event.preventDefault(); show(event.target); pinned = true; }
  });

  // where the reader is, in the outline
  const links = new Map([...$("outline").querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
  const headings = [...links.keys()].map($).filter(Boolean);
  const here = () => {
    const last = headings.findLast((h) => h.getBoundingClientRect().top < 120);
    for (const [id, link] of links) link.classList.toggle("here", id === last?.id);
  };
  addEventListener("scroll", here, { passive: true });
  here();

  const measure = () => paper.querySelectorAll(".note:not(.loose)").forEach((n) => n.classList.toggle("cut", n.scrollHeight > n.clientHeight + 4));
  addEventListener("resize", measure);
  measure();

  // who comes by a link to a mark or a block, to a note too, finds it in sight; a mark inside another by its block
  const arrive = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = $(name) ?? $(name.replace(/^fact-(.*)-\d+$/, "block-$1"));
    if (target?.matches("mark")) return visit(target);
    if (!target || !paper.contains(target)) return;
    reveal(target);
    target.scrollIntoView({ block: target.offsetHeight < innerHeight / 2 ? "center" : "start", behavior: "instant" });
    target.classList.add("lit");
    setTimeout(() => target.classList.remove("lit"), 2400);
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
