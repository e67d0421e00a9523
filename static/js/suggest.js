// Suggestions while typing: a combobox whose list the server writes. Without this file the field is a plain search.
// Arrows choose, Enter opens, Shift and Enter add what is chosen, else what has exactly the typed number; Esc closes.
const PAUSE = 120;
const LEAST_TYPED = 2;

export default function suggest(form) {
  const field = form.querySelector("[type=search]");
  const status = form.querySelector("[role=status]");
  let list = null, adding = null, chosen = null, timer = 0, request = null;
  let shownFor = ""; // the text that the list is about

  const options = () => [...(list?.children ?? [])];
  const typed = () => field.value.trim();

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option ?? null;
    chosen?.setAttribute("aria-selected", "true");
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    choose(null);
    list?.remove();
    adding?.remove();
    list = adding = null;
    shownFor = status.textContent = "";
    field.setAttribute("aria-expanded", "false");
  }

  function show(html, text) {
    close();
    const answer = new DOMParser().parseFromString(html, "text/html");
    const found = answer.querySelector("[role=listbox]");
    if (!found) return;
    shownFor = text;
    status.textContent = found.dataset.said;
    if (!found.children.length) return;
    list = found;
    adding = answer.querySelector("form");
    options().forEach((option, place) => { option.id = `hit-${place + 1}`; });
    form.append(list);
    if (adding) form.after(adding);
    field.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    clearTimeout(timer);
    const text = typed();
    if (text === shownFor) return;
    request?.abort();
    if (text.length < LEAST_TYPED) return close();
    const { signal } = request = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: text })}`, { signal });
      if (answer.ok) show(await answer.text(), text);
    } catch {
      // Typed on meanwhile, or the server is away: the plain search is still there.
    }
  }

  function move(step) {
    const all = [...options(), null]; // past either end one is back in the field
    const from = chosen ? all.indexOf(chosen) : all.length - 1;
    choose(all[(from + step + all.length) % all.length]);
  }

  async function add() {
    if (!chosen) await ask();
    const option = chosen ?? options().find((each) => "exact" in each.dataset);
    if (!adding || !option?.dataset.sku) return form.requestSubmit();
    adding.elements.sku.value = option.dataset.sku;
    adding.elements.quantity.value = option.dataset.quantity;
    adding.elements.next.value = location.pathname + location.search;
    adding.requestSubmit();
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      add();
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      location.assign(chosen.dataset.address);
    } else if (event.key === "Escape" && list) {
      event.preventDefault(); // the browser would clear the field
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list) move(event.key === "ArrowDown" ? 1 : -1);
      else ask();
    }
  }

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "hits");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", pressed);
  field.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text").trim().split(/[\r\n]+/);
    if (lines.length < 2) return;
    event.preventDefault(); // the browser would run the lines together
    field.setRangeText(lines.join("; "), field.selectionStart, field.selectionEnd, "end");
  });
  field.addEventListener("blur", close);
  form.addEventListener("mousedown", (event) => {
    if (event.target.closest("[role=option]")) event.preventDefault(); // the field keeps the focus
  });
  form.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
  window.addEventListener("pageshow", close);
}
