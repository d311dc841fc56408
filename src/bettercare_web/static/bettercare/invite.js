// Shows the schemes for the roles that have them, and the name of a provider where one is new.

const form = document.querySelector("[data-invite]");
const group = (name) => form.querySelector(`[name="${name}"]`).closest(".nhsuk-form-group");
const WITH_SCHEMES = ["SL", "PR"];

const show = () => {
  const role = form.querySelector("[name=role]:checked")?.value;
  const schemes = form.querySelector("[name=schemes]");
  if (schemes) group("schemes").hidden = !WITH_SCHEMES.includes(role);
  group("provider").hidden = form.elements.body.value !== "other";
};

form.addEventListener("change", show);
show();
