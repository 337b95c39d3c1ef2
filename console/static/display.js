// The public display. Every request stands alone, so that the screen comes back from any cut.
"use strict";
const ANSWER_MS = 6000, AGAIN_MS = 1000, CUT_MS = 3000, MARKED_MS = 20000, MOST_SPOKEN = 3;
const place = (id) => document.getElementById(id);
const body = document.body, facility = body.dataset.facility;
let tag = "", seen = null, lastHeard = Date.now(), lostSince = null, heldBy = new Map();
let house = null;  // the house's time as if it were UTC, and when that was heard

function make(kind, text, classes, more) {
  const made = document.createElement(kind);
  made.textContent = text;
  if (classes) made.className = classes;
  for (const one of more || []) made.append(one);
  return made;
}
const english = (text) => { const made = make("small", text); made.lang = "en"; return made; };
const two = (number) => String(number).padStart(2, "0");

// --- the clock: the house's, by the answers, however wrong the screen's own is --------------------
function hear(time) {
  if (time) house = { at: Date.parse(time + "Z"), heard: performance.now() };
}
function clock(before) {
  if (!house) return "";
  const now = new Date(house.at + performance.now() - house.heard - (before || 0));
  return two(now.getUTCHours()) + ":" + two(now.getUTCMinutes());
}

// --- asking -----------------------------------------------------------------------------------------
async function ask() {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), ANSWER_MS);
  try {
    const answer = await fetch("/display/board?facility=" + encodeURIComponent(facility), {
      headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", credentials: "omit", signal: stop.signal,
    });
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    const newer = answer.status === 304 ? null : await answer.json();
    const version = answer.headers.get("X-Version");
    if (version && version !== body.dataset.version) return location.reload();
    hear(answer.headers.get("X-House-Time"));
    lastHeard = Date.now();
    lostSince = null;
    if (newer) { tag = answer.headers.get("ETag") || ""; draw(newer); }
    tellCut();
    return newer && newer.state === "unknown" ? AGAIN_MS * 5 : 100;
  } catch (error) {
    tellCut();
    return AGAIN_MS;
  } finally { clearTimeout(timer); }
}
async function askForEver() {
  for (;;) {
    const pause = await ask();
    await new Promise((done) => setTimeout(done, pause || AGAIN_MS));
  }
}

// --- what is cut off --------------------------------------------------------------------------------
function tellCut() {
  const silent = Date.now() - lastHeard;
  if (silent > CUT_MS && !lostSince) lostSince = clock(silent) || "?";
  const since = lostSince || (seen && seen.cut_since);
  const line = place("cut"), zone = seen && seen.zone ? " " + seen.zone : "";
  body.classList.toggle("old", Boolean(since));
  line.hidden = !since;
  const text = since ? `⚠ Terputus sejak ${since}${since === "?" ? "" : zone}, mencoba lagi. Nomor di layar mungkin sudah lama.` : "";
  if (line.dataset.text === text) return;
  line.dataset.text = text;
  line.replaceChildren(text, ...(since ? [english(`Cut off since ${since}, trying again. Numbers may be old.`)] : []));
}

// --- drawing ----------------------------------------------------------------------------------------
function draw(board) {
  const first = !seen || seen.state !== "shown";
  seen = board;
  const numbers = board.state === "shown";
  place("board").hidden = !numbers;
  place("told").hidden = numbers;
  if (!numbers) return tell(board.state);
  document.title = "Nomor antrean · " + board.house;
  place("house").textContent = board.house;
  place("day").textContent = board.day;
  place("zone").textContent = board.zone;
  const news = board.called.filter((one) => heldBy.get(one.key) === undefined || heldBy.get(one.key).calls < one.calls);
  const now = Date.now();
  const held = new Map();
  for (const one of board.called) {
    const before = heldBy.get(one.key);
    const isNew = news.includes(one) && !first;
    held.set(one.key, { calls: one.calls, until: isNew ? now + MARKED_MS : before ? before.until : 0 });
  }
  heldBy = held;
  drawNumbers(board);
  place("sessions").replaceChildren(...board.sessions.map((one) =>
    make("li", `${one.name} ${one.hours} ${board.zone}` + (one.over ? " (selesai)" : ""), one.over ? "over" : "")));
  if (!first) speak(news.slice(0, MOST_SPOKEN).reverse());
}
function drawNumbers(board) {
  const [newest, ...others] = board.called;
  place("newest").replaceChildren(...(newest ? large(newest) : [nobody(board)]));
  place("others").replaceChildren(...(others.length ? others.map(small) : [make("li", "—", "none")]));
  place("coming").replaceChildren(...(board.next.length
    ? board.next.map((number) => make("li", number)) : [make("li", "—", "none")]));
  place("waiting").replaceChildren(`${board.waiting} menunggu`, english(`${board.waiting} waiting`));
  body.dataset.calls = board.called.map((one) => `${one.key}:${one.calls}`).join(" ");
}
function nobody(board) {
  const made = make("p", board.open ? "Belum ada nomor yang dipanggil" : "Hari ini tidak ada kunjungan", "none");
  made.append(document.createElement("br"), english(board.open ? "No number is called yet" : "No visits today"));
  return made;
}
function large(one) {
  const number = make("div", one.number, one.number > 999 ? "number long" : "number");
  return [...marked(one, number), number, make("div", "→ " + one.post, "post")];
}
function small(one) {
  const line = make("li", "");
  line.append(make("span", one.number, "number"), make("span", "→ " + one.post, "post"), ...marked(one, line));
  return line;
}
function marked(one, fresh) {
  if (heldBy.get(one.key).until <= Date.now()) return [];
  fresh.classList.add("fresh");
  return [make("span", one.calls > 1 ? "DIPANGGIL LAGI" : "BARU", "mark")];
}
function tell(state) {
  const said = state === "unknown"
    ? [facility ? `Tidak ada rumah tahanan “${facility}”` : "Sebutkan rumah tahanannya: /display?facility=…",
       facility ? `There is no house “${facility}”` : "Name the house: /display?facility=…"]
    : ["Menunggu server", "Waiting for the server"];
  place("told").replaceChildren(make("p", said[0]), english(said[1]));
}

// --- the voice: browsers speak only after somebody has pressed a button ----------------------------
const voice = place("voice"), canSpeak = "speechSynthesis" in window;
function setVoice(on, note, noteEnglish) {
  voice.setAttribute("aria-pressed", String(on));
  place("voice-id").textContent = note || (on ? "Suara nyala" : "Suara mati");
  place("voice-en").textContent = noteEnglish || (on ? "Sound on" : "Sound off");
  try { localStorage.setItem("voice", on ? "on" : "off"); } catch (error) { /* a screen that keeps nothing */ }
}
const isOn = () => voice.getAttribute("aria-pressed") === "true";
function say(text) {
  const words = new SpeechSynthesisUtterance(text);
  words.lang = "id-ID";
  words.rate = 0.9;
  const own = speechSynthesis.getVoices().find((one) => one.lang.replace("_", "-").startsWith("id"));
  if (own) words.voice = own;
  words.onerror = (event) => {
    if (event.error === "not-allowed") setVoice(false, "Tekan untuk suara", "Press for sound");
  };
  speechSynthesis.speak(words);
}
function speak(called) {
  if (canSpeak && isOn()) called.forEach((one) => say(one.spoken));
}
if (canSpeak) {
  voice.addEventListener("click", () => {
    setVoice(!isOn());
    if (isOn()) say("Suara nyala"); else speechSynthesis.cancel();
  });
  try { if (localStorage.getItem("voice") === "on") setVoice(true); } catch (error) { /* likewise */ }
} else {
  voice.disabled = true;
  setVoice(false, "Tanpa suara", "No voice here");
}

setInterval(() => {
  const time = clock() || "--:--";
  if (place("time").textContent !== time) place("time").textContent = time;  // or it is painted anew
  tellCut();
  if (seen && seen.state === "shown") drawMarks();
}, 500);
let marks = "";
function drawMarks() {
  const shown = seen.called.filter((one) => heldBy.get(one.key).until > Date.now()).map((one) => one.key).join();
  if (shown !== marks) { marks = shown; drawNumbers(seen); }
}
tell("waiting");
place("told").hidden = false;
askForEver();
