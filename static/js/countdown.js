// Keeps "2 h 14 min" true while the page stays open. The server wrote the first text and decides at submit.
const MINUTE = 60_000;

export default function countdown(clock) {
  const { cutoff, hours, minutes, passed } = clock.dataset;
  const figure = clock.querySelector("b");

  function refresh() {
    const left = Math.floor((new Date(cutoff) - Date.now()) / MINUTE);
    if (left < 0) {
      clock.textContent = passed;
      clearInterval(timer);
      return;
    }
    const pattern = left >= 60 ? hours : minutes;
    figure.textContent = pattern.replace("{hours}", Math.floor(left / 60)).replace("{minutes}", left % 60);
  }

  const timer = setInterval(refresh, MINUTE);
}
