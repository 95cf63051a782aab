using System.Text.Encodings.Web;
using System.Text.Unicode;
using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Outbox.Invitations;

/// <summary>The HTML part. Tables and inline styles, since mail clients know little else; nothing is loaded from anywhere.</summary>
internal static class InvitationHtml
{
    private const string Font = "font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif";

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(Invitation invitation)
    {
        var subject = Html.Encode(InvitationMessage.Subject(invitation));
        var username = Html.Encode(invitation.Username);
        var link = Html.Encode(invitation.Link.AbsoluteUri);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{subject}</title>
            </head>
            <body style="margin:0;padding:0;background-color:#f2f4f8">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f2f4f8">
            <tr><td align="center" style="padding:24px 12px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background-color:#ffffff;border:1px solid #dfe2ec;border-radius:8px">
            <tr><td style="padding:24px 24px 0;{Font};font-size:20px;line-height:28px;font-weight:bold;color:#1d2133;word-break:break-word">{subject}</td></tr>
            <tr><td style="padding:12px 24px 0;{Font};font-size:15px;line-height:23px;color:#1d2133;word-break:break-word">{Html.Encode(invitation.InvitedBy)} asks you to choose your password for EmailConsole, where the email of <b>{Html.Encode(invitation.TenantDomain)}</b> is managed.</td></tr>
            <tr><td style="padding:20px 24px 0"><a href="{link}" style="display:inline-block;padding:10px 20px;border-radius:6px;background-color:#3345a8;{Font};font-size:15px;line-height:23px;font-weight:bold;color:#ffffff;text-decoration:none">Choose your password</a></td></tr>
            <tr><td style="padding:16px 24px 0;{Font};font-size:14px;line-height:21px;color:#1d2133;word-break:break-word">The link works once, until {InvitationMessage.When(invitation)}. Then sign in as <b>{username}</b>.</td></tr>
            <tr><td style="padding:12px 24px 0;{Font};font-size:13px;line-height:20px;color:#545b75;word-break:break-all">Where the button does nothing, open this address: <a href="{link}" style="color:#3345a8">{link}</a></td></tr>
            <tr><td style="padding:16px 24px 24px;{Font};font-size:13px;line-height:20px;color:#545b75">Do not pass this message on: whoever has the link can choose the password. If you did not expect it, you can ignore it.</td></tr>
            </table>
            </td></tr>
            </table>
            </body>
            </html>
            """.ReplaceLineEndings("\r\n");
    }
}
