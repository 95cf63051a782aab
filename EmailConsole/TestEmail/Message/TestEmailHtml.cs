using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace EmailConsole.TestEmail.Message;

/// <summary>The HTML part. Tables and inline styles, since mail clients know little else; nothing is loaded from anywhere.</summary>
internal static class TestEmailHtml
{
    private const string Font = "font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(TestEmailFacts facts) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Html.Encode(facts.Subject)}</title>
        </head>
        <body style="margin:0;padding:0;background-color:#f2f4f8">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f2f4f8">
        <tr><td align="center" style="padding:24px 12px">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background-color:#ffffff;border:1px solid #dfe2ec;border-radius:8px">
        <tr><td style="padding:24px 24px 0;{Font};font-size:20px;line-height:28px;font-weight:bold;color:#1d2133">{Html.Encode(facts.Subject)}</td></tr>
        <tr><td style="padding:12px 24px 0;{Font};font-size:15px;line-height:23px;color:#1d2133">This is a test. {Html.Encode(facts.Actor.Username)} asked EmailConsole to send it.<br>It arrived: mail of <b>{Html.Encode(facts.Tenant.Domain)}</b> {facts.Promise}.</td></tr>
        <tr><td style="padding:16px 24px 0">
        <table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse">
        {string.Join("\n", facts.Rows().Select(row => Row(row.Label, row.Value)))}
        </table>
        </td></tr>
        <tr><td style="padding:16px 24px 24px;{Font};font-size:13px;line-height:20px;color:#545b75">If you did not expect this message, you can ignore it.</td></tr>
        </table>
        </td></tr>
        </table>
        </body>
        </html>
        """.ReplaceLineEndings("\r\n");

    private static string Row(string label, string value) =>
        $"""<tr><th scope="row" align="left" valign="top" style="padding:8px 16px 8px 0;border-top:1px solid #e4e7f0;{Font};font-size:14px;line-height:20px;font-weight:normal;color:#545b75;white-space:nowrap">{Html.Encode(label)}</th><td valign="top" style="padding:8px 0;border-top:1px solid #e4e7f0;{Font};font-size:14px;line-height:20px;color:#1d2133;word-break:break-word">{Html.Encode(value)}</td></tr>""";
}
