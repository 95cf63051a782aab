namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>The one-time code mail of about 6 KB that all senders are measured with.</summary>
internal sealed record OtpTemplates(string Text, string Html)
{
    public static OtpTemplates Read(string folder) =>
        new(File.ReadAllText(Path.Combine(folder, "otp.txt")), File.ReadAllText(Path.Combine(folder, "otp.html")));

    /// <summary>The same size, where no templates are at hand.</summary>
    public static OtpTemplates Plain { get; } = new(
        "Your code is {{code}}.\n" + new string('x', 60) + "\n",
        "<p>Your code is <b>{{code}}</b>.</p>\n" + string.Concat(Enumerable.Repeat("<p style=\"margin:0;color:#333\">Use it within ten minutes.</p>\n", 90)));
}
