"use strict";
// The page works without this: it adds dropping and opening files, and sending by Ctrl+Enter.
const area = document.getElementById("text");
if (area !== null) {
  const take = async (files) => {
    const texts = await Promise.all(Array.from(files, (file) => file.text()));
    if (texts.length > 0) {
      area.value = texts.join("\n\n");
      area.closest("details")?.setAttribute("open", "");
      area.focus();
    }
  };
  addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
  addEventListener("dragleave", () => area.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    take(event.dataTransfer.files);
  });
  const open = document.getElementById("open");
  if (open !== null) {
    open.closest("label").hidden = false;
    open.addEventListener("change", () => take(open.files));
  }
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      area.form.requestSubmit();
    }
  });
}
