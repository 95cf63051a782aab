using System.Text;
using System.Text.Unicode;

namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// What a server writes in. RFC 6531 section 3.7.4.1 asks for UTF-8; older servers write as their operators' machines do, and
/// say nowhere how.
/// </summary>
internal static class ReplyCharset
{
    private const int Gb18030 = 54936;
    private const int ShiftJis = 932;
    private const int Korean = 949;
    private const int Big5 = 950;
    private const int Western = 1252;

    private static readonly (string Domain, int CodePage)[] Worlds =
    [
        ("cn", Gb18030),
        ("qq.com", Gb18030),
        ("foxmail.com", Gb18030),
        ("163.com", Gb18030),
        ("126.com", Gb18030),
        ("139.com", Gb18030),
        ("yeah.net", Gb18030),
        ("netease.com", Gb18030),
        ("sina.com", Gb18030),
        ("sohu.com", Gb18030),
        ("aliyun.com", Gb18030),
        ("aliyuncs.com", Gb18030),
        ("mxhichina.com", Gb18030),
        ("tencentcloudapi.com", Gb18030),
        ("myhuaweicloud.com", Gb18030),
        ("coremail.net", Gb18030),
        ("icoremail.net", Gb18030),
        ("jp", ShiftJis),
        ("kr", Korean),
        ("tw", Big5),
        ("hk", Big5),
    ];

    /// <param name="bytes">Of all lines that are not ASCII: one alone may pass for UTF-8 by chance.</param>
    /// <param name="host">The server's name as configured.</param>
    public static Encoding Choose(ReadOnlySpan<byte> bytes, string host)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8;
        }

        var name = host.TrimEnd('.');
        var world = Array.Find(Worlds, w => IsWithin(name, w.Domain)).CodePage;
        return world != 0 && Suits(world, bytes) ? Get(world)
            : IsChinese(bytes) ? Get(Gb18030)
            : Get(Western);
    }

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');

    private static bool Suits(int codePage, ReadOnlySpan<byte> bytes) => !Get(codePage).GetString(bytes).Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>
    /// Whether everything beyond ASCII is pairs of GB 2312, and some of them stand side by side. Western languages have a
    /// letter or two beyond ASCII in a row, which no such pairs can be made of throughout.
    /// </summary>
    private static bool IsChinese(ReadOnlySpan<byte> bytes)
    {
        var longest = 0;
        for (var i = 0; i < bytes.Length;)
        {
            var run = i;
            for (; run + 1 < bytes.Length && bytes[run] is >= 0xB0 and <= 0xF7 or >= 0xA1 and <= 0xA9 && bytes[run + 1] is >= 0xA1 and <= 0xFE; run += 2)
            {
            }

            if (run == i && bytes[i] >= 0x80)
            {
                return false;
            }

            longest = Math.Max(longest, run - i);
            i = run == i ? i + 1 : run;
        }

        return longest >= 4;
    }

    private static Encoding Get(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))!;
}
