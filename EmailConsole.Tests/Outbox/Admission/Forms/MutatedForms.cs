using System.Text;

namespace EmailConsole.Tests.Outbox.Admission.Forms;

/// <summary>Forms as no client would send them, the same ones at every run.</summary>
internal static class MutatedForms
{
    private const string Seed =
        "to=Jos%C3%A9+%3Csomeone@bar.example%3E,b@b%C3%BCcher.example&cc=c@bar.example&bcc=d@bar.example&replyTo=r@foo.example"
        + "&subject=Ihr+Code+%F0%9F%98%80&contentType=text%2Fhtml&body=%3Cp%3EZw%C3%B6lf%0D%0A.%0A%3C/p%3E&footer=%3Cp%3E--%3C/p%3E"
        + "&priority=high&sendAt=2026-11-23T10:00:00Z&timeToLive=300";

    private static readonly string[] Pieces =
    [
        "&", "=", "+", "%", "%2", "%zz", "%00", "%0d%0a", "%0d%0aBcc:+evil@e.example", "%ff", "%c3", "%ed%a0%80", "%c2%85", "%e2%80%a8", "%e2%80%ae", "%efbb%bf", ",", ", ", "\"", "%22", "<", ">",
        "(", ")", "[", "\\", ";", "@", "@@", "..", "\u0000", "\r\n", "&from=evil@e.example", "&headers=x", "&text=x", "&body=", "=?utf-8?q?=0D=0ABcc:_evil@e.example?=", "xn--", "&&&&", "text/plain",
    ];

    /// <param name="count">How many.</param>
    public static IEnumerable<byte[]> Of(int count)
    {
        var random = new Random(421337);
        var seed = Encoding.UTF8.GetBytes(Seed);
        for (var i = 0; i < count; i++)
        {
            List<byte> form = [.. seed];
            for (var changes = random.Next(1, 4); changes > 0 && form.Count > 0; changes--)
            {
                Change(form, random);
            }

            yield return [.. form];
        }
    }

    private static void Change(List<byte> form, Random random)
    {
        var at = random.Next(form.Count);
        var length = random.Next(1, Math.Min(12, form.Count - at + 1));
        switch (random.Next(5))
        {
            case 0:
                form[at] = (byte)random.Next(256);
                break;
            case 1:
                form.RemoveRange(at, length);
                break;
            case 2:
                form.InsertRange(at, form.GetRange(random.Next(form.Count - length), length));
                break;
            default:
                form.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
        }
    }
}
