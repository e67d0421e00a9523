// Has the browser make or show a passkey. The form stays hidden where it cannot; every page offers a way beside it.
const parse = {
  create: (options) => ({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => ({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

async function post(address, token, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

export default function passkey(form) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
  const { ceremony, begin, complete, refused } = form.dataset;
  const status = form.querySelector("[role=status]");
  form.hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "";
    const { csrfmiddlewaretoken: token, ...typed } = Object.fromEntries(new FormData(form));
    try {
      const options = await post(begin, token, {});
      const credential = await navigator.credentials[ceremony](parse[ceremony](options));
      const answer = await post(complete, token, { ...credential.toJSON(), ...typed });
      window.location.assign(answer.redirect_url);
    } catch {
      status.textContent = refused;
    }
  });
}
