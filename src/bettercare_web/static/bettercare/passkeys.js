// Passkeys: asks the browser for one, and sends what it answers with the form. Forms that need one
// are hidden until this runs, and stay so in browsers that have no passkeys.

const bytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (one) => one.charCodeAt(0)).buffer;
};

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const listed = (found) => (found ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const toMake = ({ publicKey }) => ({
  ...publicKey,
  challenge: bytes(publicKey.challenge),
  user: { ...publicKey.user, id: bytes(publicKey.user.id) },
  excludeCredentials: listed(publicKey.excludeCredentials),
  authenticatorSelection: {
    ...publicKey.authenticatorSelection,
    residentKey: "preferred",
    requireResidentKey: false,
    userVerification: "required",
  },
});

const toShow = ({ publicKey }) => ({
  ...publicKey,
  challenge: bytes(publicKey.challenge),
  allowCredentials: listed(publicKey.allowCredentials),
});

const answered = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const options = async (form) => {
  const onPage = document.getElementById("passkey-options");
  if (form.dataset.passkey !== "sign-in") return JSON.parse(onPage.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
};

const ask = async (form) => {
  const asked = await options(form);
  return form.dataset.passkey === "add"
    ? navigator.credentials.create({ publicKey: toMake(asked) })
    : navigator.credentials.get({ publicKey: toShow(asked) });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const said = form.querySelector(".bc-passkey__said");
    said.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(answered(await ask(form)));
      form.submit();
    } catch {
      said.textContent = "No passkey was given. Try again, or use another way.";
    }
  });
}
