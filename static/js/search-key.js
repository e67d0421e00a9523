// "/" goes to the search field, unless something is being typed.
const TYPING = "input, textarea, select, [contenteditable]";

export default function searchKey(form) {
  const field = form.querySelector("[type=search]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
