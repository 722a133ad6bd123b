// Two buttons below an answer: one copies it as plain text, one prints the page.
// The text goes to the clipboard alone.

const put = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page that came over plain HTTP from another machine may not use the clipboard itself.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.cssText = "position: fixed; opacity: 0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

export default function ({ parentElement, data }) {
  let box = parentElement.querySelector(".cc-copy");
  if (!box) {
    box = document.createElement("div");
    box.className = "cc-copy";
    const button = () => Object.assign(document.createElement("button"), { type: "button" });
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    box.append(button(), button(), said);
    parentElement.append(box);
  }
  const [copy, print, said] = box.children;
  box.lang = data.lang;
  copy.textContent = data.copy;
  print.textContent = data.print;
  said.textContent = "";
  copy.onclick = async () => {
    const done = await put(data.text);
    said.textContent = done ? data.copied : data.refused;
    if (done) copy.focus();
  };
  print.onclick = () => window.print();
}
