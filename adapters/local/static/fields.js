// The controls of a form, one function a kind, and what each gives as text.

import { element, t } from "./dom.js";

const FEW = 5; // so many options are shown at once, more go into a menu
export const LARGEST_FILE = 5 * 1024 * 1024;
const chosenFiles = new Map(); // a browser lets no script fill a file control again: the file kept from another page

/** One field with its label, hint, control and error. */
export function drawField(field, value, error, people) {
  const options = field.kind === "person" && !field.options.length ? asOptions(people) : field.options;
  const hints = [field.hint ? `hint-${field.name}` : "", error ? `error-${field.name}` : ""].join(" ").trim();
  const shared = { name: field.name, "aria-describedby": hints || null, "aria-invalid": error ? "true" : null };
  const many = (field.kind === "many" && options.length) || (field.kind === "one" && options.length <= FEW);
  const control = many ? group(field, options, value, shared) : single(field, options, value, shared);
  const optional = field.required || field.kind === "tick" ? null : element("span", { class: "optional", text: t("page-optional") });
  const label = element("span", { text: field.label, dir: "auto" });
  return element(
    many ? "fieldset" : "div",
    { class: `field field-${field.kind}` },
    many
      ? element("legend", {}, label, optional)
      : element("label", { htmlFor: `field-${field.name}` }, label, optional),
    field.hint ? element("p", { class: "hint", id: `hint-${field.name}`, text: field.hint, dir: "auto" }) : null,
    control,
    error ? element("p", { class: "error", id: `error-${field.name}`, text: error, dir: "auto" }) : null,
  );
}

const asOptions = (people) => people.map((person) => ({ value: person.name, label: person.name }));

function group(field, options, value, shared) {
  const chosen = new Set(field.kind === "many" ? value.split("\n") : [value]);
  const type = field.kind === "many" ? "checkbox" : "radio";
  return element(
    "div",
    { class: "options" },
    options.map((option) =>
      element(
        "label",
        { class: "option" },
        element("input", { ...shared, type, value: option.value, checked: chosen.has(option.value) }),
        element("span", { text: option.label, dir: "auto" }),
      ),
    ),
  );
}

function single(field, options, value, shared) {
  const all = { ...shared, id: `field-${field.name}`, "aria-required": field.required ? "true" : null };
  if (field.kind === "one" || field.kind === "person") return menu(options, value, all);
  if (field.kind === "many") return element("textarea", { ...all, value, rows: 3, dir: "auto" }); // free, one a line
  if (field.kind === "long") return long(field, value, all);
  if (field.kind === "tick") return element("input", { ...all, type: "checkbox", checked: value === "yes" });
  if (field.kind === "file") return upload(field, all);
  const type = { number: "number", date: "date", time: "time" }[field.kind] ?? "text";
  return element("input", { ...all, type, value, autocomplete: "off", step: type === "number" ? "any" : null });
}

function menu(options, value, all) {
  const empty = element("option", { value: "", text: t("page-choose") });
  const made = options.map((option) => element("option", { value: option.value, text: option.label }));
  const control = element("select", all, empty, made);
  control.value = options.some((option) => option.value === value) ? value : "";
  return control;
}

function long(field, value, all) {
  const control = element("textarea", { ...all, value, rows: 4, dir: "auto" });
  const counter = element("span", { class: "counter", "aria-hidden": "true" });
  const count = () => (counter.textContent = `${[...control.value].length} / ${field.most}`);
  control.addEventListener("input", count);
  count();
  return element("div", { class: "counted" }, control, counter);
}

function upload(field, all) {
  const kept = chosenFiles.get(field.name);
  const control = element("input", { ...all, type: "file" });
  const shown = element("span", { class: "hint", text: kept ? t("page-file-kept", { name: kept.name }) : "" });
  control.addEventListener("change", () => {
    chosenFiles.set(field.name, control.files[0]);
    shown.textContent = "";
  });
  return element("div", { class: "upload" }, control, shown);
}

/** What the field now holds, as the text that the bot takes; a file becomes a data address. */
export async function valueOf(field) {
  const controls = [...document.querySelectorAll("#form-fields [name]")].filter((found) => found.name === field.name);
  const first = controls[0];
  if (!first) return field.value;
  if (field.kind === "file") return fileText(field);
  if (field.kind === "tick") return first.checked ? "yes" : "";
  if (first.type !== "checkbox" && first.type !== "radio") return first.value;
  return controls
    .filter((control) => control.checked)
    .map((control) => control.value)
    .join("\n");
}

function fileText(field) {
  const file = chosenFiles.get(field.name);
  if (!file || file.size > LARGEST_FILE) return "";
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", () => resolve(""));
    reader.readAsDataURL(file);
  });
}

/** What is wrong with the value, in words, or an empty text. The bot checks everything again. */
export function problemOf(field, value) {
  const file = field.kind === "file" ? chosenFiles.get(field.name) : null;
  if (file && file.size > LARGEST_FILE) return t("page-file-too-large");
  if (field.required && field.kind !== "tick" && !value.trim()) return t("page-needed");
  const count = field.kind === "many" ? value.split("\n").filter((line) => line.trim()).length : [...value].length;
  if (field.kind === "many" && count > field.most) return t("page-too-many", { most: field.most });
  if ((field.kind === "text" || field.kind === "long") && count > field.most) {
    return t("page-too-long", { most: field.most, count });
  }
  return "";
}
