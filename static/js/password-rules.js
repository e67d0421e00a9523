// Ticks the rules of a new password while it is typed. The server decides; what it alone knows, the common words,
// stays open here until the form is sent.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const words = (text) => plain(text).match(/\p{L}+/gu) ?? [];

export default function passwordRules(list) {
  const field = document.getElementById(list.dataset.field);
  const names = list.dataset.names.split(" ").filter(Boolean);
  const rules = {
    length: (password) => [...password].length >= list.dataset.least && [...password].length <= list.dataset.most,
    letter: (password) => /\p{L}/u.test(password),
    capital: (password) => /\p{Lu}/u.test(password),
    digit: (password) => /\p{Nd}/u.test(password),
    name: (password) => !names.some((name) => (
      name.length < list.dataset.part ? words(password).includes(name) : words(password).join("").includes(name)
    )),
    common: () => null,
  };

  const show = (rule, isMet) => {
    rule.dataset.met = isMet ?? "";
    const word = isMet === null ? "" : isMet ? list.dataset.kept : list.dataset.broken;
    rule.querySelector(".visually-hidden").textContent = word;
  };

  field.addEventListener("input", () => {
    for (const rule of list.children) {
      show(rule, field.value ? rules[rule.dataset.rule](field.value) : null);
    }
  });
}
