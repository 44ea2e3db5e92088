// Draws the charts of a page: the figure stands as JSON beside its box, and everything it says also
// stands in HTML around it. Colours follow the reader's (dark, print); a picture that is saved keeps
// its own, with title, source and footnotes in it.
const { Plotly } = window;

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

const PRINT_WIDTH = 690; // A4 without its margins
const TOP = 40; // the key above the picture, with the buttons at its right
const TOOLS = 32; // the buttons above the key, where the screen is narrow
const NARROW = 640;
const ICONS = {
  png: "M64 64h384v384H64z M112 112v288h288V112z M144 368l80-112 56 72 40-48 56 88z",
  svg: "M64 64h96v96h-24l88 160h64l88-160h-24V64h96v96h-32L304 344v24h48v80H160v-80h48v-24L96 160H64z",
};
const printing = matchMedia("print");
const dark = matchMedia("(prefers-color-scheme: dark)");

function figureOf(box) {
  return JSON.parse(document.getElementById(box.dataset.figure).textContent);
}

// The same figure for the page: in the reader's colours, without the words that HTML says.
function onPage(box) {
  const { data, layout } = figureOf(box);
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
  const width = printing.matches ? PRINT_WIDTH : box.clientWidth;
  const top = TOP + (width < NARROW && !printing.matches ? TOOLS : 0);
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

async function save(box, format) {
  const { data, layout } = figureOf(box);
  const { width, height } = layout;
  const scale = format === "png" ? 2 : 1;
  const url = await Plotly.toImage({ data, layout }, { format, width, height, scale });
  const link = document.createElement("a");
  link.href = url;
  link.download = `${box.dataset.name}.${format}`;
  link.click();
}

function button(box, format) {
  return {
    name: format,
    title: box.dataset[format],
    icon: { width: 512, height: 512, path: ICONS[format] },
    click: () => save(box, format),
  };
}

function draw(box) {
  const { data, layout } = onPage(box);
  const chinese = document.documentElement.lang.startsWith("zh");
  return Plotly.react(box, data, layout, {
    locale: chinese ? "zh-CN" : "en",
    displaylogo: false,
    displayModeBar: !printing.matches,
    modeBarButtons: [[button(box, "png"), button(box, "svg")], ["zoom2d", "resetScale2d"]],
    doubleClick: "reset",
    showTips: false,
    scrollZoom: false,
  });
}

const boxes = () => [...document.querySelectorAll(".chart__box")];
const widths = new WeakMap();

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!target.isConnected) observer.unobserve(target);
    if (!target.clientWidth || widths.get(target) === target.clientWidth) continue;
    if (printing.matches) continue;
    widths.set(target, target.clientWidth);
    draw(target);
  }
});

function begin() {
  for (const box of boxes()) {
    if (widths.has(box)) continue;
    widths.set(box, box.clientWidth);
    box.replaceChildren();
    draw(box);
    observer.observe(box);
  }
}

const again = () => boxes().forEach(draw);
printing.addEventListener("change", again);
dark.addEventListener("change", again);
document.addEventListener("htmx:afterSettle", begin);
begin();
