// A double click sends a form once. The server refuses copies by itself; this only spares the person the refusal.
// Coming back to the page, or five seconds without an answer, makes the form ready again.
const READY_AGAIN = 5000;

export default function submitOnce(form) {
  let isSent = false;
  const ready = () => { isSent = false; };

  form.addEventListener("submit", (event) => {
    if (isSent) return event.preventDefault();
    isSent = true;
    setTimeout(ready, READY_AGAIN);
  });
  window.addEventListener("pageshow", ready);
}
