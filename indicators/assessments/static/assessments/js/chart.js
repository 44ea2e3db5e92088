// Lets a reader explore a chart. The page has its picture (an SVG); Plotly and the figure are fetched
// when somebody presses the button or clicks the picture, and not before: they are 1.5 MB. Colours
// follow the reader's (dark); paper has the picture.
const TOP = 40; // the key above the drawing, with the buttons at its right
const TOOLS = 32; // the buttons above the key, where the screen is narrow
const NARROW = 640;
const dark = matchMedia("(prefers-color-scheme: dark)");

let plotly = null;
const figures = new WeakMap();
const widths = new WeakMap();

function register(Plotly) {
  Plotly.register({
    moduleType: "locale",
    name: "zh-CN",
    dictionary: {
      Autoscale: "自动缩放",
      Pan: "平移",
      Reset: "还原",
      "Reset axes": "还原",
      Zoom: "框选放大",
      "Zoom in": "放大",
      "Zoom out": "缩小",
      "Double-click to zoom back out": "双击还原",
      "Double-click on legend to isolate one trace": "",
      "Click to enter Colorscale title": "",
    },
    format: {
      days: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
      shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
      months: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
      shortMonths: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
      date: "%Y-%m-%d",
    },
  });
  return Plotly;
}

// Plotly, once a page. A failure isn't kept: the next try fetches again.
function loaded(address) {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(register(window.Plotly));
    script.onerror = () => {
      plotly = null;
      script.remove();
      reject(new Error(address));
    };
    document.head.append(script);
  });
  return plotly;
}

async function figureOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return (await answer.json()).figure;
}

// The same figure for the page: in the reader's colours, without the words that HTML says.
function onPage(box) {
  const { data, layout } = figures.get(box);
  const style = getComputedStyle(document.documentElement);
  const colours = new Map(
    Object.entries(layout.meta.tokens).map(([hue, token]) => [
      hue,
      style.getPropertyValue(`--${token}`).trim() || hue,
    ]),
  );
  const recoloured = (value) => {
    if (typeof value === "string") return colours.get(value) ?? value;
    if (Array.isArray(value)) return value.map(recoloured);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, recoloured(part)]));
  };
  const shown = recoloured({ ...layout, meta: null });
  const width = box.clientWidth;
  const top = TOP + (width < NARROW ? TOOLS : 0);
  return {
    data: recoloured(data),
    layout: {
      ...shown,
      title: undefined,
      annotations: shown.annotations.filter(({ name }) => name !== "small-print"),
      margin: { ...shown.margin, l: 4, t: top, b: layout.meta.foot },
      height: layout.meta.height + top + layout.meta.foot,
      width,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      modebar: {
        bgcolor: "rgba(0,0,0,0)",
        color: colours.get("#4a5a66"),
        activecolor: style.getPropertyValue("--water").trim(),
      },
    },
  };
}

function draw(Plotly, box) {
  const { data, layout } = onPage(box);
  const chinese = document.documentElement.lang.startsWith("zh");
  return Plotly.react(box.querySelector(".chart__drawing"), data, layout, {
    locale: chinese ? "zh-CN" : "en",
    displaylogo: false,
    displayModeBar: true,
    modeBarButtons: [["zoom2d", "resetScale2d"]],
    doubleClick: "reset",
    showTips: false,
    scrollZoom: false,
  });
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!target.isConnected) observer.unobserve(target);
    if (!target.clientWidth || widths.get(target) === target.clientWidth) continue;
    widths.set(target, target.clientWidth);
    draw(window.Plotly, target);
  }
});

async function explore(box, button) {
  if (figures.has(box) || button.disabled) return;
  button.textContent = button.dataset.loading;
  button.disabled = true;
  box.setAttribute("aria-busy", "true");
  try {
    const [Plotly, figure] = await Promise.all([
      loaded(box.dataset.plotly),
      figureOf(box.dataset.figure),
    ]);
    const drawing = document.createElement("div");
    drawing.className = "chart__drawing";
    box.append(drawing);
    figures.set(box, figure);
    widths.set(box, box.clientWidth);
    await draw(Plotly, box);
    box.classList.add("is-explored");
    button.hidden = true;
    observer.observe(box);
    box.focus({ preventScroll: true });
  } catch (error) {
    box.querySelector(".chart__drawing")?.remove();
    figures.delete(box);
    button.textContent = button.dataset.failed;
    console.warn(error);
  } finally {
    button.disabled = false;
    box.removeAttribute("aria-busy");
  }
}

// A picture that was explored before is one again after the page was swapped.
function begin() {
  for (const button of document.querySelectorAll(".chart__explore[hidden]")) {
    const box = button.closest(".chart").querySelector(".chart__box");
    if (!figures.has(box)) button.hidden = false;
  }
}

document.addEventListener("click", ({ target }) => {
  const chart = target.closest?.(".chart");
  if (!chart || !target.closest(".chart__explore, .chart__picture")) return;
  explore(chart.querySelector(".chart__box"), chart.querySelector(".chart__explore"));
});
dark.addEventListener("change", () => {
  for (const box of document.querySelectorAll(".chart__box.is-explored")) draw(window.Plotly, box);
});
document.addEventListener("htmx:afterSettle", begin);
begin();
