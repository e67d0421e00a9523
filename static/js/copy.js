// Copies what stands in data-copy. The button is hidden until there is a script that makes it work.
const SHOWN = 2000;

export default function copy(button) {
  if (!navigator.clipboard) return;
  const label = button.textContent;
  button.hidden = false;

  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, SHOWN);
  });
}
