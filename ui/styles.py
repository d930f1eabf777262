"""The style sheet of the pages, made from the palette; ``app.py`` puts it in once."""

from typing import Literal

import streamlit as st

from core.look.palette import Theme

SIDEBAR_WIDTH = "13.5rem"
CONTENT_WIDTH = "1240px"
PHONE = "640px"


def show_styles(theme: Theme, direction: Literal["ltr", "rtl"] = "ltr") -> None:
    """Put the style sheet into the page."""
    st.html(f"<style>{stylesheet(theme)}{_RIGHT_TO_LEFT if direction == 'rtl' else ''}</style>")


def stylesheet(theme: Theme) -> str:
    """The whole style sheet of a theme."""
    return "\n".join((_variables(theme), _FRAME, _WORDS, _HEAT, _MULTIPLES, _PANELS, _PHONE, _PRINT))


def _variables(theme: Theme) -> str:
    steps = "".join(f"--step{i}:{s.fill};--on{i}:{s.text};" for i, s in enumerate(theme.steps))
    tags = "".join(
        f"--{name}:{tag.text};--{name}-fill:{tag.fill};"
        for name, tag in (
            ("error", theme.error),
            ("question", theme.question),
            ("solved", theme.solved),
            ("note", theme.note),
        )
    )
    return f""".stApp,[data-testid=stDialog]{{
--ink:{theme.ink};--soft:{theme.soft};--paper:{theme.paper};--panel:{theme.panel};
--line:{theme.line};--grid:{theme.grid};--accent:{theme.accent};--on-accent:{theme.on_accent};
--outline:{theme.outline};--hatch:{theme.hatch};--gain:{theme.gain};--loss:{theme.loss};--flow:{theme.flow};
--border:{theme.border};--closed:{theme.closed};{steps}{tags}}}"""


_FRAME = f"""
[data-testid=stHeader]{{height:2.25rem;background:transparent}}
.stMainBlockContainer{{max-width:{CONTENT_WIDTH};padding-inline:1.75rem}}
[data-testid=stSidebar]{{width:{SIDEBAR_WIDTH};min-width:{SIDEBAR_WIDTH};max-width:{SIDEBAR_WIDTH}}}
[data-testid=stSidebar][data-collapsed=true]{{min-width:0;max-width:0}}
[data-testid=stBaseButton-primary],[data-testid=stBaseButton-primaryFormSubmit]{{color:var(--on-accent)}}
[data-testid=stBaseButton-primary] p,[data-testid=stBaseButton-primaryFormSubmit] p{{color:var(--on-accent)}}
[data-testid^=stBaseButton-primary]:disabled,[data-testid^=stBaseButton-primary]:disabled p{{color:var(--soft)}}
[data-testid=stBaseButton-tertiary]{{padding-inline:.4rem}}
[data-testid=stHeading] h1{{padding-block:.1rem .45rem;text-wrap:balance;line-height:1.25;letter-spacing:-.005em}}
[data-testid=stHeading] h2,[data-testid=stHeading] h3{{padding-block:.35rem .15rem;text-wrap:balance}}
[data-testid=stHeading] h1,[data-testid=stHeading] h2,[data-testid=stHeading] h3{{text-align:start!important}}
[data-testid=stMain] p{{max-width:82ch}}
[data-testid=stMain] [data-testid=stCustomComponentV1],[data-testid=stMain] iframe{{border-radius:2px}}
"""

_RIGHT_TO_LEFT = """
.stApp{direction:rtl}
[data-testid=stSidebar][data-collapsed=true]{transform:translateX(300px)}
[data-testid=stPlotlyChart],[data-testid=stDataFrame],[data-testid=stCustomComponentV1],[data-testid=stIFrame],
.stApp pre,.stApp code{direction:ltr}
[data-testid=stMarkdownContainer],[data-testid=stWidgetLabel],[data-testid=stExpander] summary{text-align:start}
"""
"""Charts, maps and tables drawn on a canvas stay as they are; the closed menu leaves to its own side."""

_WORDS = """
.aid-context{display:flex;flex-wrap:wrap;gap:.25rem .9rem;align-items:center;font-size:.875rem;color:var(--soft)}
.aid-context b{color:var(--ink);font-weight:600}
.aid-tag{display:inline-block;border:1px solid;border-radius:3px;padding:.05rem .4rem;font-size:.8125rem;
  font-weight:600;line-height:1.2rem;white-space:nowrap;color:var(--note);background:var(--note-fill)}
.aid-tag.error{color:var(--error);background:var(--error-fill)}
.aid-tag.question{color:var(--question);background:var(--question-fill)}
.aid-tag.solved{color:var(--solved);background:var(--solved-fill)}
.aid-tag.note{border-color:var(--line)}
.aid-lead{font-size:1rem;line-height:1.5;max-width:82ch;margin:0}
.aid-lead b{font-weight:650}
.aid-caption{font-size:.8125rem;line-height:1.4;color:var(--soft);max-width:82ch;margin:.1rem 0 .4rem}
.aid-old{color:var(--question);font-weight:700}
.aid-figures{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));border:1px solid var(--line);
  border-radius:4px;margin:.35rem 0 .5rem}
.aid-figures.n1{grid-template-columns:1fr}.aid-figures.n2{grid-template-columns:repeat(2,minmax(0,1fr))}
.aid-figures.n3{grid-template-columns:repeat(3,minmax(0,1fr))}
.aid-figures>div{padding:.45rem .85rem .55rem;border-inline-start:1px solid var(--line);min-width:0}
.aid-figures>div:first-child{border-inline-start:0}
.aid-figures .label{font-size:.875rem;color:var(--soft)}
.aid-figures .value{font-size:1.625rem;font-weight:600;line-height:1.2;font-variant-numeric:tabular-nums}
.aid-figures .spread{font-size:.875rem;line-height:1.25}
.aid-figures .source{font-size:.8125rem;color:var(--soft);line-height:1.3}
"""

_HEAT = """
.aid-scroll{overflow-x:auto;max-width:100%}
.aid-heat{border-collapse:separate;border-spacing:2px;font-size:.9375rem;width:100%;color:var(--ink)}
.aid-heat th{font-weight:600;font-size:.8125rem;color:var(--soft);vertical-align:bottom;line-height:1.15;
  padding:.15rem .45rem .3rem}
.aid-heat thead th{text-align:end}
.aid-heat thead th.start{text-align:start}
.aid-heat th.group{text-align:start;border-bottom:1px solid var(--line);padding-bottom:.2rem}
.aid-heat th[scope=row]{font-weight:400;font-size:1rem;color:var(--ink);text-align:start;vertical-align:middle;
  padding:.2rem .5rem .2rem .45rem;border-inline-start:4px solid transparent;line-height:1.2;min-width:6rem}
.aid-heat tr.selected th[scope=row]{border-inline-start-color:var(--accent);font-weight:600}
.aid-heat td{text-align:end;padding:.2rem .45rem;font-variant-numeric:tabular-nums;line-height:1.3rem}
.aid-heat td.people{font-size:.9375rem}
.aid-heat td.counted{font-size:.8125rem;color:var(--soft);white-space:nowrap;padding-inline-end:.8rem}
.aid-heat td.gap,.aid-heat th.gap{padding:0;width:.5rem;border:0}
.aid-heat td.cell{font-weight:600;border:1px solid transparent;border-radius:2px;min-width:2.4rem}
.aid-heat td.s0{background:var(--step0);color:var(--on0)}.aid-heat td.s1{background:var(--step1);color:var(--on1)}
.aid-heat td.s2{background:var(--step2);color:var(--on2)}
.aid-heat td.s3{background:var(--step3);color:var(--on3);border-color:var(--line)}
.aid-heat td.s4{background:var(--step4);color:var(--on4);border-color:var(--line)}
.aid-heat td.unknown{font-weight:400;color:var(--soft)}
.aid-heat td.unknown,.aid-key .box.unknown{border:1px dashed var(--soft);
  background:repeating-linear-gradient(45deg,transparent 0 5px,var(--hatch) 5px 6.5px)}
.aid-heat .planned{display:block;font-size:.8125rem;font-weight:400;color:var(--soft)}
.aid-heat .under{display:none;font-size:.8125rem;color:var(--soft);white-space:nowrap}
.aid-heat.many th.people,.aid-heat.many td.people,.aid-heat.many th.counted,.aid-heat.many td.counted{display:none}
.aid-heat.many .under{display:block;font-weight:400;line-height:1.15}
.aid-heat.many th[scope=row]{font-size:.9375rem;line-height:1.15;padding:.1rem .3rem}
.aid-heat.many th[scope=col],.aid-heat.many td.cell{padding-inline:.2rem}
.aid-heat.many th[scope=col].camp{padding-inline-start:.55rem}
.aid-key{display:flex;flex-wrap:wrap;gap:.3rem .9rem;align-items:center;font-size:.8125rem;color:var(--soft);
  margin:.35rem 0}
.aid-key b{color:var(--soft);font-weight:600}
.aid-key span{display:inline-flex;align-items:center;gap:.4rem;white-space:nowrap}
.aid-key .box{width:1.05rem;height:.8rem;border:1px solid var(--outline);border-radius:2px;flex:none}
.aid-key .s0{background:var(--step0)}.aid-key .s1{background:var(--step1)}.aid-key .s2{background:var(--step2)}
.aid-key .s3{background:var(--step3)}.aid-key .s4{background:var(--step4)}
.aid-key .circle{border:1px solid var(--ink);border-radius:50%;flex:none}
.aid-key .circle.old{border:1.5px dashed var(--ink)}
.aid-key .line{width:1.9rem;flex:none;background:var(--flow)}
.aid-key .line.new{background:var(--accent)}
.aid-key .line.less{background:none;border-top:4px dashed var(--loss);height:0}
.aid-key .line.idle{background:var(--border)}
.aid-key .line.closed{background:none;border-top:3px dotted var(--closed);height:0}
.aid-key .depot{width:.55rem;height:.55rem;border:2.5px solid var(--ink);background:var(--paper);flex:none}
"""

_MULTIPLES = """
.aid-multiples{direction:ltr;display:grid;grid-template-columns:repeat(4,minmax(0,1fr));column-gap:1.9rem;
  padding:0 0 1.5rem 2.75rem;font-size:.8125rem;line-height:1rem}
.aid-multiples figure{display:flex;flex-direction:column;justify-content:flex-end;margin:0;break-inside:avoid}
.aid-multiples figcaption{display:flex;flex-wrap:wrap;column-gap:.4rem;padding:.7rem 0 .1rem;white-space:nowrap}
.aid-multiples b{max-width:100%;overflow:hidden;text-overflow:ellipsis}
.aid-multiples .plot{position:relative}
.aid-multiples img{display:block;width:100%;max-width:none;height:100%}
.aid-multiples .plot span{display:none;position:absolute;color:var(--soft);white-space:nowrap}
.aid-multiples .change{right:100%;padding-right:.3rem;transform:translateY(-50%)}
.aid-multiples .day{top:calc(100% + .15rem)}
.aid-multiples figure:nth-child(4n+1) .change,.aid-multiples figure:nth-last-child(-n+4) .day{display:block}
"""

_PANELS = """
[class*=st-key-card-]{padding:.6rem .75rem .65rem}
[class*=st-key-card-] button{min-height:2rem;padding-block:.15rem}
.aid-line{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:center;border:1px solid var(--line);
  border-radius:4px;padding:.35rem .75rem;font-size:.875rem;color:var(--soft)}
.aid-line b{color:var(--ink);font-weight:600}
.aid-panel{font-size:1rem;line-height:1.45}
.aid-panel h4{font-size:1.0625rem;font-weight:600;margin:.15rem 0 .25rem;padding:0;text-wrap:balance;color:var(--ink)}
.aid-panel p{margin:0;max-width:82ch}
.aid-panel ol{margin:.15rem 0 .4rem!important;padding-inline-start:1.4rem!important}
.aid-panel li{margin:0!important}
.aid-panel .small{font-size:.8125rem;color:var(--soft)}
.aid-note{border:1px solid var(--question);border-radius:4px;color:var(--question);background:var(--question-fill);
  padding:.45rem .75rem;line-height:1.4}
.aid-card{display:flex;gap:.6rem;justify-content:space-between;align-items:flex-start}
.aid-card .what{font-weight:600;line-height:1.3;text-wrap:pretty}
.aid-card-effect{font-size:.8125rem;color:var(--soft);line-height:1.35;margin-top:.2rem}
.aid-rows{width:100%;border-collapse:collapse;font-size:.9375rem;color:var(--ink)}
.aid-rows td,.aid-rows th{border-bottom:1px solid var(--grid);padding:.3rem .5rem .3rem 0;text-align:start;
  vertical-align:top;line-height:1.35}
.aid-rows th{font-weight:600;font-size:.8125rem;color:var(--soft);vertical-align:bottom}
.aid-rows thead th{border-bottom-color:var(--soft)}
.aid-rows th[scope=row]{font-weight:400;font-size:.9375rem;color:var(--ink);vertical-align:top}
.aid-rows .number{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap;padding-inline-end:0;
  padding-inline-start:.6rem}
.aid-rows .number+:not(.number){padding-inline-start:1rem}
.aid-rows .spread{font-size:.8125rem;color:var(--soft);font-weight:400}
.aid-rows .strong{font-weight:600}
.aid-rows .code{white-space:nowrap}
.aid-rows.wide{min-width:38rem}
.aid-rows.findings td{padding-block:.4rem}
.aid-rows.findings summary{color:var(--soft);font-size:.875rem;cursor:pointer;padding-block:.2rem}
.aid-rows.findings ul{margin:.2rem 0!important;padding:0!important;padding-inline-start:1.1rem!important;
  font-size:.875rem}
.aid-bar{position:relative;height:.5rem;background:var(--grid);border:1px solid var(--line);margin-top:.4rem;
  min-width:3.5rem}
.aid-bar i{position:absolute;inset-block:0;inset-inline-start:0;display:block}
.aid-bar.unknown{border:1px dashed var(--soft);
  background:repeating-linear-gradient(45deg,transparent 0 5px,var(--hatch) 5px 6.5px)}
.aid-sheet-head{display:flex;justify-content:space-between;align-items:baseline;gap:.75rem;margin:0 0 .4rem}
.aid-sheet-head .name{font-size:1.25rem;font-weight:600}
.aid-sheet-head .where{font-size:.875rem;color:var(--soft);text-align:end}
.aid-finding-head{display:flex;gap:.6rem;align-items:center;font-weight:600;border-bottom:2px solid var(--line);
  padding-bottom:.25rem;margin-top:.4rem}
.aid-progress{height:.45rem;background:var(--grid);border-radius:2px;margin:.35rem 0}
.aid-progress i{display:block;height:100%;background:var(--accent);border-radius:2px;transition:width .3s}
"""

_PHONE = f"""
@media (max-width:{PHONE}){{
.stMainBlockContainer{{padding-inline:1rem;padding-top:2.5rem}}
[data-testid=stHeading] h1{{font-size:1.375rem}}
.aid-figures,.aid-figures.n3{{grid-template-columns:repeat(2,minmax(0,1fr))}}
.aid-figures>div:nth-child(odd){{border-inline-start:0}}
.aid-figures>div:nth-child(n+3){{border-top:1px solid var(--line)}}
.aid-figures>div{{padding-inline:.7rem}}
.aid-figures .value{{font-size:1.375rem}}
.aid-heat{{width:auto}}
.aid-multiples{{grid-template-columns:repeat(2,minmax(0,1fr));column-gap:.75rem}}
.aid-multiples figcaption{{display:block}}
.aid-multiples b,.aid-multiples figcaption span{{display:block}}
.aid-multiples figure:nth-child(odd) .change{{display:block}}
.aid-multiples figure:nth-last-child(n+3) .day{{display:none}}
.aid-heat th.people,.aid-heat td.people,.aid-heat th.counted,.aid-heat td.counted{{display:none}}
.aid-heat .under{{display:block}}
.aid-heat th[scope=row],.aid-heat th.camp{{position:sticky;inset-inline-start:0;background:var(--paper);z-index:1}}
.aid-heat td.cell{{min-width:2.75rem;height:2.5rem}}
[data-testid^=stBaseButton-primary],[data-testid^=stBaseButton-secondary],[data-testid^=stBaseButton-tertiary],
[data-testid=stButtonGroup] button{{min-height:44px}}
}}
"""

_PRINT = """
@media print{
@page{size:A4 landscape;margin:10mm}
[data-testid=stSidebar],[data-testid=stHeader],[data-testid=stElementContainer]:has(button),
[class*=st-key-card-]>:has(button):not(:has(.aid-card)){display:none!important}
.stMain,[data-testid=stMain],[data-testid=stAppViewContainer],.stApp{overflow:visible!important;position:static!important;
  height:auto!important}
.aid-heat td,.aid-tag,.aid-key .box,.aid-bar,.aid-bar i,.aid-note,.aid-progress i{
  -webkit-print-color-adjust:exact;print-color-adjust:exact}
.aid-scroll{overflow:visible}
.stMainBlockContainer:has(.st-key-overview-map){zoom:.55!important}
.stMainBlockContainer{zoom:.66;max-width:none;padding:0}
[data-testid=stMain] p,.aid-lead,.aid-caption{max-width:none}
[data-testid=stVerticalBlock]{gap:.3rem}
.aid-figures{margin-bottom:0}
[data-testid=stHeading]{margin-bottom:.8rem}
.aid-figures>div{padding-block:.2rem .25rem}
.aid-key{margin:.1rem 0}
[class*=st-key-card-],.aid-heat tr,.aid-figures,.aid-key{break-inside:avoid}
[class*=st-key-card-]{padding:.3rem .6rem}
.aid-heat td.cell,.aid-heat th[scope=row]{padding-block:.05rem;height:auto;line-height:1.25rem}
.aid-heat.many .under{display:inline;margin-inline-start:.4rem}
}
"""
