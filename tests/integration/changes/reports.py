"""Five work reports in the landing folder, of which two cannot be placed and one is refused."""

OTHER = "我们推进农业现代化，改善民生。"


def land(project):
    folder = project.folder / "data" / "landing" / "reports" / "2023-02"
    folder.mkdir(parents=True)
    (folder / "release.yml").write_text("title: Invented reports\nis_synthetic: true\n", encoding="utf-8")
    for name, text in {
        "湖北省-2022.txt": "推进人工\n智能，推广工业机器人和５Ｇ网络。" + OTHER,
        # A province and a city bear the name; beside Hubei it is the province.
        "吉林_2022.txt": "发展人工智能，发展人工智能。",
        "火星省-2022.txt": "发展人工智能。",
        "湖南省-2030.txt": "发展人工智能。",
        "无名.txt": "发展人工智能。",
    }.items():
        (folder / name).write_text(text, encoding="gb18030")
