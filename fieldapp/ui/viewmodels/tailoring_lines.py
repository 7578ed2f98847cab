"""What 设置 says of 裁剪 (§6.1.5)."""

from __future__ import annotations

from fieldapp.services.overview import TailoringView
from fieldapp.tailoring.published import Kind
from fieldapp.ui.i18n import language, tr


def tailoring_lines(view: TailoringView) -> tuple[str, ...]:
    """§6.1.5 what was approved by whom and since when, what comes next, and what is wrong with it."""
    kinds = {Kind.PROFILE: tr("过程配置"), Kind.FORM: tr("表单"), Kind.HOLIDAYS: tr("节假日")}
    newest = {(one.kind, one.name): one for one in sorted(view.approvals, key=lambda one: one.version)}
    lines = [
        tr(
            "{kind} {name} 第 {version} 版，{who} 批准，自 {day} 起",
            kind=kinds[one.kind],
            name="" if one.kind is Kind.PROFILE else one.name,
            version=one.version,
            who=one.approved_by,
            day=one.since.isoformat(),
        ).replace("  ", " ")
        for one in newest.values()
    ]
    if view.coming:
        lines.append(tr("已收到新的裁剪文件，下次打开程序时生效。"))
    if view.refused:
        lines.append(tr("服务器发来的裁剪文件有误，未采用，原来的仍然有效；请告诉管理员：{reason}", reason=view.refused))
    lines += [tr("本版程序用不了这个裁剪文件，暂按上一版执行；请告诉管理员：{reason}", reason=one) for one in view.problems]
    for label in view.no_holidays:
        name = label.get(language())
        lines.append(tr("“{name}”没有 {year} 年的节假日，时限会把每个工作日都算上；请管理员发布。", name=name, year=view.year))
    return tuple(lines)
