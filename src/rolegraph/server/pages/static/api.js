// Shows the answer beneath the form, and the command that asks the same. Without this script the form opens the answer.
"use strict";
(() => {
  const form = document.querySelector("form[data-origin]");
  const shown = document.querySelector(".answer");
  const curl = document.querySelector(".curl code");
  if (!form || !shown) return;
  const isPost = form.method === "post";
  let asking = null;

  const filled = () => {
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (String(value).trim()) given.append(name, value);
    return given;
  };
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const address = () => {
    const given = filled().toString().replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%2C", ",");
    return form.getAttribute("action") + (given && !isPost ? `?${given}` : "");
  };
  const command = () => {
    const whole = quoted(form.dataset.origin + address());
    if (!isPost) return `curl ${whole}`;
    const sent = [...filled()].map(([name, value]) => (name === "text" ? "text=@file.pdf" : `${name}=${value}`));
    return `curl ${sent.map((one) => `-F ${quoted(one)}`).join(" ")} ${whole}`;
  };
  const refresh = () => { curl.textContent = command(); };

  /** The text of JSON as it came; what is no JSON, such as an empty answer, is shown as it is. */
  const show = async (answer, begun) => {
    const text = await answer.text();
    const size = new TextEncoder().encode(text).length;
    shown.hidden = false;
    shown.querySelector(".said").textContent =
      `${answer.status} ${answer.statusText} · ${size.toLocaleString("en")} bytes · ${Math.round(performance.now() - begun)} ms`;
    const notes = (answer.headers.get("Rolegraph-Note") || "").split(/, (?=')/).filter(Boolean);
    const total = answer.headers.get("Rolegraph-Total");
    if (total) notes.push(`${Number(total).toLocaleString("en")} in all; Link: ${answer.headers.get("Link") || "one page"}`);
    shown.querySelector(".notes").replaceChildren(...notes.map((note) => {
      const item = document.createElement("li");
      try { item.textContent = decodeURIComponent(note); } catch { item.textContent = note; }
      item.className = "remark";
      return item;
    }));
    shown.querySelector("pre").textContent = text;
  };

  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    asking?.abort();
    asking = new AbortController();
    const begun = performance.now();
    shown.hidden = false;
    shown.querySelector(".said").textContent = "Asking …";
    try {
      const sent = isPost ? { method: "POST", body: filled() } : {};
      await show(await fetch(address(), { ...sent, signal: asking.signal }), begun);
    } catch (error) {
      if (error.name !== "AbortError") shown.querySelector(".said").textContent = "The server cannot be reached. Is it still running?";
    }
  });
  refresh();
})();
