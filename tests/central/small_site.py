# SPDX-License-Identifier: Apache-2.0
"""A site that is open all day long, so that it does not matter when a test runs."""

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS = "".join(f'{day} = [["00:00", "23:30"]]\n' for day in DAYS)

SMALL_SITE = f"""
[site]
site_id = "hall"
name = {{ zh_Hans = "大厅" }}
help_desk = {{ zh_Hans = "服务台" }}
languages = ["zh_Hans"]
timezone = "UTC"
day_starts = "00:00"
[hours]
{HOURS}
[[service]]
service_id = "estate"
letter = "A"
name = {{ zh_Hans = "不动产" }}
icon = "house"
where = {{ zh_Hans = "二楼" }}
mean_minutes = 5
counters = 6
quota = true
[[service]]
service_id = "social"
letter = "C"
name = {{ zh_Hans = "社保" }}
icon = "house"
where = {{ zh_Hans = "一楼" }}
"""
"""33 places in each slot of estate: 16 for online sale, 14 for walk-ins, 3 green."""
