// A choice that changes the form presses its “Change the form” at once; without this file one presses it oneself.
export default function updates(form) {
  const button = form.querySelector("button[name=update]");
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-updates]")) return;
    button.value = target.name; // so that one comes back to where one was
    form.requestSubmit(button);
  });
}
