// A role fills the boxes, a box changed by hand finds its role or Custom; what is not saved yet is marked and told.
// The server decides again: without this file a chosen role fills the boxes when it is saved.
export default function rights(form) {
  const presets = JSON.parse(form.dataset.presets);
  const rows = [...form.querySelectorAll("[data-rights]")];

  const boxesOf = (row) => [...row.querySelectorAll("[data-privilege]")];
  const ticked = (row) => boxesOf(row).filter((box) => box.checked).map((box) => box.dataset.privilege).sort().join();

  function fillBoxes(row, role) {
    const preset = presets[role];
    if (preset) for (const box of boxesOf(row)) box.checked = preset.includes(box.dataset.privilege);
  }

  function findRole(row) {
    const found = Object.keys(presets).find((role) => [...presets[role]].sort().join() === ticked(row));
    row.querySelector("[data-role]").value = found ?? "custom";
  }

  function changesOf(row) {
    const was = row.querySelector("[data-was]")?.value.split(",") ?? [];
    const gained = [], lost = [];
    for (const box of boxesOf(row)) {
      const had = was.includes(box.dataset.privilege);
      box.closest("td").toggleAttribute("data-changed", !box.disabled && box.checked !== had);
      if (!box.disabled && box.checked !== had) (had ? lost : gained).push(box.dataset.label);
    }
    row.toggleAttribute("data-current", gained.length + lost.length > 0);
    row.removeAttribute("data-problem");
    const tell = (pattern, labels) => pattern.replace("{name}", row.dataset.rights).replace("{privileges}", labels.join(", "));
    return [
      ...(gained.length ? [tell(form.dataset.gains, gained)] : []),
      ...(lost.length ? [tell(form.dataset.loses, lost)] : []),
    ];
  }

  function summarize() {
    const summary = form.querySelector("[data-summary]");
    if (!summary) return;
    const changes = rows.map(changesOf);
    const count = changes.filter((each) => each.length).length;
    summary.hidden = count === 0;
    summary.querySelector("ul").replaceChildren(...changes.flat().map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
    const { save, saveMany, nothing } = form.dataset;
    form.querySelector("[data-saves]").textContent = count ? (count === 1 ? save : saveMany).replace("{count}", count) : nothing;
  }

  form.querySelector("[data-shows]")?.setAttribute("hidden", "");
  form.addEventListener("change", ({ target }) => {
    const row = target.closest("[data-rights]");
    if (!row) return;
    if (target.matches("[data-role]")) fillBoxes(row, target.value);
    else if (target.matches("[data-privilege]")) findRole(row);
    summarize();
  });
}
