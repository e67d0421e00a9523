// Attaches behaviors to elements that ask for them: data-behavior="countdown". Every page works without this file.
import copy from "./copy.js";
import countdown from "./countdown.js";
import focus from "./focus.js";
import passkey from "./passkey.js";
import passwordRules from "./password-rules.js";
import rights from "./rights.js";
import searchKey from "./search-key.js";
import submitOnce from "./submit-once.js";
import suggest from "./suggest.js";
import updates from "./updates.js";

const behaviors = {
  copy,
  countdown,
  focus,
  passkey,
  "password-rules": passwordRules,
  rights,
  "search-key": searchKey,
  "submit-once": submitOnce,
  suggest,
  updates,
};
const attached = new WeakSet();

function attach(root) {
  for (const element of [root, ...root.querySelectorAll("[data-behavior]")]) {
    if (!element.dataset?.behavior || attached.has(element)) continue;
    attached.add(element);
    for (const name of element.dataset.behavior.split(" ")) behaviors[name](element);
  }
}

attach(document.body);

// What htmx swaps in later gets its behaviors too.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node instanceof Element) attach(node);
  }
}).observe(document.body, { childList: true, subtree: true });
