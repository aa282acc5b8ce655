// Helps where JavaScript runs; the page works without it.
"use strict";

// Dots of a date appear as digits are typed.
document.querySelectorAll("input[data-kind=date]").forEach((input) => {
  input.addEventListener("input", (event) => {
    if (event.inputType && event.inputType.startsWith("delete")) return;
    const digits = input.value.replace(/\D/g, "");
    if (/^\d+$/.test(input.value) && (digits.length === 2 || digits.length === 4)) input.value += ".";
    else if (/^\d{2}\.\d{2}$/.test(input.value)) input.value += ".";
    else if (input.value.includes("..")) input.value = input.value.replace(/\.+/g, "."); // typed after the one set here
  });
});

// A birth date suggests the place in the family, where none was chosen: spouses are near in age.
document.querySelectorAll("input[id$=-birth]").forEach((input, number, all) => {
  const years = (field) => {
    const [, day, month, year] = field.value.match(/^(\d{2})\.(\d{2})\.(\d{4})$/) || [];
    return year && (Date.now() - new Date(year, month - 1, day)) / 31557600000;
  };
  input.addEventListener("change", () => {
    const role = document.getElementById(input.id.replace("birth", "role"));
    const age = years(input), first = years(all[0]);
    if (role.value || !age || !first) return;
    if (!number) role.value = age < 18 ? "" : "parent";
    else if (age < 18) role.value = first - age < 14 ? "" : "child";
  });
});

// Amounts are grouped when the field is left.
document.querySelectorAll("input[data-kind=number]").forEach((input) => {
  input.addEventListener("blur", () => {
    if (/^\d{5,}$/.test(input.value)) input.value = input.value.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  });
});

// Buttons that only a script can serve are shown by it.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.getElementById(button.dataset.told).textContent = button.dataset.done;
  });
});

// One calculation at a time: a second press of a button sends nothing.
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    const download = event.submitter && event.submitter.hasAttribute("data-download");
    if (form.dataset.sent) event.preventDefault();
    else if (!download) {
      form.dataset.sent = "yes";
      document.body.classList.add("busy");
    }
  });
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form").forEach((form) => delete form.dataset.sent);
  document.body.classList.remove("busy");
});

// What is folded is printed, too.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open], .why)")];
  folded.forEach((one) => (one.open = true));
});
window.addEventListener("afterprint", () => folded.forEach((one) => (one.open = false)));
