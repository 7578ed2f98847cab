"""A small definition with one field of every type, to change line by line in tests."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from fieldapp.domain.records import Priority, State
from fieldapp.forms.expressions import Scope
from fieldapp.forms.loader import parse_definition
from fieldapp.forms.schema import FormDefinition

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=timezone(timedelta(hours=8)))

SMALL = """\
id: small
version: 3
title: {zh: 小表, en: Small form}
sections:
  - id: main
    letter: A
    label: {zh: 主要, en: Main}
    owner: engineer
    fields:
      - {id: line, type: text, label: {zh: 行, en: Line}, max_length: 10}
      - {id: story, type: long_text, label: {zh: 长文, en: Story}, searchable: true}
      - {id: amount, type: number, label: {zh: 数, en: Number}, unit: {zh: 米, en: m}}
      - {id: price, type: money, label: {zh: 价, en: Price}}
      - {id: sure, type: yes_no, label: {zh: 是否, en: Sure}}
      - id: colour
        type: choice
        label: {zh: 颜色, en: Colour}
        options: [{code: red, label: {zh: 红, en: Red}}, {code: blue, label: {zh: 蓝, en: Blue}}]
        default: red
      - id: tags
        type: multi_choice
        label: {zh: 标签, en: Tags}
        options: [{code: a, label: {zh: 甲, en: A}}, {code: b, label: {zh: 乙, en: B}}]
      - {id: day, type: date, label: {zh: 日, en: Day}}
      - {id: clock, type: time, label: {zh: 时, en: Time}}
      - {id: moment, type: datetime, label: {zh: 时刻, en: Moment}}
      - {id: length, type: duration, label: {zh: 时长, en: Length}}
      - {id: who, type: person, label: {zh: 谁, en: Who}}
      - {id: call, type: phone, label: {zh: 电话, en: Phone}}
      - {id: code, type: barcode, label: {zh: 码, en: Code}}
      - id: rows
        type: table
        label: {zh: 表, en: Table}
        columns:
          - {id: name, type: text, label: {zh: 名称, en: Name}, required_when: true, searchable: true}
          - {id: count_of, type: number, label: {zh: 数量, en: Count}, default: 1}
          - {id: cost, type: money, label: {zh: 成本, en: Cost}, customer: false, printed: false}
      - {id: pictures, type: photos, label: {zh: 照片, en: Photos}, options: [{code: before, label: {zh: 前, en: Before}}]}
      - {id: papers, type: files, label: {zh: 附件, en: Files}}
      - {id: ink, type: signature, label: {zh: 签名, en: Signature}}
      - {id: held, type: computed, compute: hold_time, label: {zh: 挂起, en: On hold}}
  - id: inside
    letter: B
    label: {zh: 内部, en: Internal}
    internal: true
    fields:
      - {id: margin, type: money, label: {zh: 毛利, en: Margin}}
"""


def small_form(*changes: tuple[str, str]) -> FormDefinition:
    """The small definition after replacing texts; each must be there."""
    return parse_definition(small_text(*changes).encode(), "small.yaml")


def small_text(*changes: tuple[str, str]) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def small_scope(state: State = State.IN_PROGRESS, priority: Priority = Priority.NORMAL, **answers: Any) -> Scope:
    return Scope(answers, state, priority, NOW)
