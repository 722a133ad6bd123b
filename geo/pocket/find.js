"use strict";
// Looks a typed text up among the texts of this page and shows the answer that was worked out for it.
// Nothing is judged here, and nothing that is typed is kept, sent or put into an address.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { about, strings } = data;
  const box = document.getElementById("box");
  const status = document.getElementById("status");
  const answer = document.getElementById("answer");
  const codes = new Set(data.codes), loose = new Set(data.loose), states = new Set(data.states);
  const short = new Map(Object.entries(data.words));
  const FOLDED = new Set(["few", "sure", "sources"]);
  const MOST_ASKED = 3;
  const COUNTY = "county";
  const ZIP = /^\d{5}$/;

  const say = (id, values) => data.say[id].replace(/\{(\w+)\}/g, (_, name) => ({ ...about, ...values })[name]);

  // ---- From typed text to words: one spelling for case, accents, spaces and short forms.
  const plainOf = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  function wordsOf(text) {
    const plain = plainOf(text).replace(/['\u2018\u2019`.]/g, "");
    const typed = plain.match(/[^\s,;:()"\/-]+|,/g) || [];
    while (typed.at(-1) === ",") typed.pop();
    const words = [];
    typed.forEach((word, place) => {
      if (word === ",") return;
      const long = short.get(word) ?? word;
      // "Logan, CO" is Colorado and "Logan Co" the county: what stands alone behind a comma is kept apart.
      const alone = place === typed.length - 1 && typed[place - 1] === ",";
      words.push(alone && (codes.has(word) || long === COUNTY) ? `, ${word}` : long);
    });
    if (/^\d{4}$/.test(words.at(-1)) && ZIP.test(words.at(-2))) words.pop(); // ZIP+4
    while (data.heads.includes(words[0]) && ZIP.test(words.at(-1))) words.shift(); // "ZIP 38606"
    return words;
  }
  // The state's name at the end, or before a ZIP at the end; of a text where it matters the whole is known.
  const isHome = (word, place, words) => word === data.home && place > 0
    && (place === words.length - 1 || (place === words.length - 2 && ZIP.test(words.at(-1))));
  const withoutHome = (words) => words.filter((...word) => !isHome(...word));

  const places = new Map(); // from key to the places of its texts
  data.texts.forEach((text, place) => {
    const key = wordsOf(text).join(" ");
    places.set(key, [...(places.get(key) || []), place]);
  });

  function elsewhere(words) {
    const tail = words.at(-1);
    return tail.startsWith(", ") || states.has(tail) || states.has(words.slice(-2).join(" "))
      || states.has(words.slice(-3).join(" ")) || (words.length > 1 && codes.has(tail) && !loose.has(tail));
  }

  // ---- Near spellings and names inside a longer text: only ever asked.
  function edits(a, b) {
    let [older, old, row] = [[], [], Array.from({ length: b.length + 1 }, (_, j) => j)];
    for (let i = 1; i <= a.length; i++) {
      [older, old, row] = [old, row, [i]];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
    }
    return row[b.length];
  }
  function near(words) {
    const asked = words.join(" ");
    if (asked.length < 4 || /^\d/.test(asked)) return [];
    const most = asked.length < 8 ? 1 : 2;
    const found = [];
    for (const [key, [place]] of places) {
      if (Math.abs(key.length - asked.length) > most) continue;
      const count = edits(asked, key);
      if (count <= most) found.push([count, place]);
    }
    const least = Math.min(...found.map(([count]) => count));
    return found.filter(([count]) => count === least).map(([, place]) => place);
  }
  function inside(words) {
    const found = [];
    for (let length = words.length - 1; length > 0; length--)
      for (let start = 0; start + length <= words.length; start++) {
        const [place] = places.get(words.slice(start, start + length).join(" ")) || [];
        if (place !== undefined) found.push(place);
      }
    return found;
  }
  const answerOf = (place) => data.answer_of[place];
  const distinct = (found) => found
    .filter((place, at) => found.findIndex((other) => answerOf(other) === answerOf(place)) === at)
    .slice(0, MOST_ASKED);

  // Whether a text says that somebody is a child: by an age, else by a word, as a look-up reads it.
  const childWords = new Set(data.child.words);
  function saysChild(text) {
    const plain = plainOf(text.slice(0, 256)).replace(/\s+/g, " ");
    const ages = [...plain.matchAll(new RegExp(data.child.age, "gi"))]
      .map(({ groups }) => Number(groups.after ?? groups.stated ?? groups.before));
    if (ages.length) return Math.min(...ages) < data.child.adult_age;
    return plain.split(/[^a-z0-9]+/).some((word) => childWords.has(word));
  }

  // Returns {answer}, the place of one among `data.answers`, or {asked}, the places of texts that may be meant.
  function lookUp(text) {
    const words = wordsOf(text.slice(0, 256));
    if (!words.length) return { sentence: say("nothing") };
    for (const spelled of [words, withoutHome(words)]) {
      const found = places.get(spelled.join(" "));
      if (found && new Set(found.map(answerOf)).size === 1) return { answer: answerOf(found[0]) };
      if (found) return { asked: found };
    }
    if (words.length === 1 && ZIP.test(words[0])) return { answer: data.prefixes[Number(words[0].slice(0, 3))] };
    if (elsewhere(words)) return { sentence: say("only_state"), calls: data.national };
    const bare = withoutHome(words);
    const spelled = near(bare);
    return { asked: distinct(spelled.length ? spelled : inside(bare)) };
  }

  // ---- The answer on the page. Texts of the data are put in as text, never as markup.
  function add(parent, name, css, text) {
    const made = document.createElement(name);
    if (css) made.className = css;
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }
  const [WORDS, PHONE, NAME] = [0, 1, 2]; // kinds of the pieces of a line, see geo/pocket/readings.py
  const piecesOf = (place) => data.lines[place].slice(1)
    .map((piece) => [piece % (NAME + 1), strings[Math.floor(piece / (NAME + 1))]]);
  const isItem = (place) => data.lines[place][0] === 1;
  function addLine(parent, place) {
    const line = add(parent, isItem(place) ? "li" : "p");
    for (const [kind, text] of piecesOf(place)) {
      if (kind === WORDS) line.append(text);
      else if (kind === NAME) add(line, "strong", "", text);
      else add(line, "a", "cc-phone", text).href = `tel:${text}`;
    }
  }
  function addLines(parent, places) {
    let list = null;
    for (const place of places) {
      if (!isItem(place)) list = null;
      else list ??= add(parent, "ul", "lines");
      addLine(list ?? parent, place);
    }
  }
  function addPart(parent, [kind, title, lines]) {
    const folded = FOLDED.has(kind);
    const several = lines.filter(isItem).length > 1 ? " several" : "";
    const part = add(parent, folded ? "details" : "section", `part part-${kind}${several}`);
    if (strings[title]) add(part, folded ? "summary" : "h3", "", strings[title]);
    addLines(add(part, "div", "body"), lines);
  }
  function addButton(parent, text, css, run) {
    const button = add(parent, "button", css, text);
    button.type = "button";
    button.addEventListener("click", run);
    return button;
  }
  function clear() {
    answer.replaceChildren();
    status.textContent = "";
  }
  let first = []; // what to say before anything else, as long as the text is the same
  const saidFirst = (cautions) => [...first, ...cautions.map((text) => strings[text])];
  const firstOf = (reading) => data.parts[data.readings[reading][2][0]];
  function firstNumbers(reading) {
    const [, , lines] = firstOf(reading);
    return lines.filter(isItem).flatMap(piecesOf).filter(([kind]) => kind === PHONE).map(([, text]) => text);
  }

  function showReading(place, cautions) {
    const [name, placed, parts] = data.readings[place];
    clear();
    const heading = add(answer, "h2", "", strings[name]);
    heading.tabIndex = -1;
    add(answer, "p", "placed", strings[placed]);
    for (const words of saidFirst(cautions)) add(answer, "p", "caution", words);
    for (const part of parts) addPart(answer, data.parts[part]);
    addButton(answer, say("print_answer"), "print", printAnswer);
    status.textContent = [strings[name], ...first, strings[firstOf(place)[1]], ...firstNumbers(place)].join(". ");
    return heading;
  }
  function showQuestion(question, cautions) {
    clear();
    const heading = add(answer, "h2", "", question);
    heading.tabIndex = -1;
    for (const words of saidFirst(cautions)) add(answer, "p", "caution", words);
    status.textContent = [question, ...saidFirst(cautions)].join(" ");
    return heading;
  }
  function showAnswer(place) {
    const [kind, question, cautions, readings, calls] = data.answers[place];
    if (kind === "ok") return showReading(readings[0], cautions);
    const heading = showQuestion(strings[question], cautions);
    if (kind === "guess") add(answer, "p", "placed", say("nothing_until"));
    addCalls(calls);
    for (const reading of readings) {
      const name = strings[data.readings[reading][0]];
      const choice = add(answer, "div", "choice");
      const show = () => showReading(reading, []).focus();
      if (kind !== "guess") {
        add(choice, "h3", "", name);
        addLines(choice, firstOf(reading)[2].filter(isItem));
      }
      addButton(choice, kind === "guess" ? name : say("whole_answer", { place: name }), "choose", show);
    }
    return heading;
  }
  function addCalls(lines) {
    if (lines.length) addLines(add(answer, "div", "urgent"), lines);
  }
  function showAsked(asked) {
    const heading = showQuestion(say(asked.length ? "did_you_mean" : "not_found"), []);
    if (asked.length) add(answer, "p", "placed", say("nothing_until"));
    addCalls(asked.length ? data.urgent : data.calls);
    for (const place of asked)
      addButton(add(answer, "div", "choice"), data.texts[place], "choose", () => showAnswer(answerOf(place)).focus());
    if (!asked.length) status.textContent += ` ${say("no_streets")}`;
    add(answer, "p", "placed", say("no_streets"));
    return heading;
  }
  function show(found) {
    if (found.answer !== undefined) return showAnswer(found.answer);
    if (found.asked) return showAsked(found.asked);
    const heading = showQuestion(found.sentence, []);
    addCalls(found.calls ?? data.calls);
    return heading;
  }
  function printAnswer() {
    document.documentElement.classList.add("one");
    window.print();
  }

  // ---- How old this page is, by the clock of the device.
  function tellAge() {
    const [year, month, day] = about.as_of.split("-").map(Number);
    const now = new Date();
    const days = Math.round((Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.UTC(year, month - 1, day)) / 86400000);
    if (days >= 0 && days <= about.age_limit_days) return;
    const old = document.getElementById("old");
    old.textContent = say(days < 0 ? "clock" : "old", { count: days });
    old.hidden = false;
  }

  const choices = document.getElementById("choices");
  for (const place of data.offered) add(choices, "option").value = data.texts[place];
  document.getElementById("form").addEventListener("submit", (event) => {
    event.preventDefault();
    first = saysChild(box.value) ? [data.child.says] : [];
    const heading = show(lookUp(box.value));
    if (matchMedia("(pointer: coarse)").matches) box.blur(); // its keyboard would cover the answer
    heading.scrollIntoView({ block: matchMedia("(max-width: 640px)").matches ? "start" : "nearest" });
  });
  box.addEventListener("input", clear); // the answer is of another text
  document.getElementById("clear").addEventListener("click", () => {
    box.value = "";
    clear();
    box.focus();
  });
  document.getElementById("print").addEventListener("click", () => window.print());
  window.addEventListener("afterprint", () => document.documentElement.classList.remove("one"));
  window.addEventListener("pageshow", () => { box.value = ""; clear(); }); // going back shows nothing typed before
  document.documentElement.classList.add("js");
  document.getElementById("finder").hidden = false;
  tellAge();
})();
