// The figure without the rows whose boxes are cleared: asked of the service at each tick.
const form = document.getElementById("rows");
const place = document.getElementById("without");

if (form && place) {
  let asked = 0;
  form.addEventListener("change", async (event) => {
    const box = event.target.closest(".bc-tick");
    if (!box) return;
    box.closest("tr").classList.toggle("bc-left-out", !box.checked);
    const boxes = [...form.querySelectorAll(".bc-tick")];
    const left = boxes.filter((one) => !one.checked).map((one) => one.value);
    const mine = (asked += 1);
    const address = `${form.dataset.without}?without=${encodeURIComponent(left.join(","))}`;
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected || mine !== asked) return;
      place.innerHTML = await answer.text();
      const ticked = boxes.length - left.length;
      form.querySelector("tfoot th").textContent = `${ticked} ${ticked === 1 ? "row" : "rows"} ticked`;
      const then = place.querySelector("strong");
      form.querySelector("tfoot .bc-number").textContent = then ? then.textContent : form.dataset.whole;
    } catch {
      form.querySelector(".bc-no-script").style.display = "inline-block"; // ask with the form instead
    }
  });
  form.dataset.whole = form.querySelector("tfoot .bc-number").textContent;
}
