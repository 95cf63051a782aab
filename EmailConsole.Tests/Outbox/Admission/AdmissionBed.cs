using System.Text;
using System.Text.Json;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Admission;
using EmailConsole.Outbox.Admission.Forms;
using EmailConsole.Outbox.Admission.Members;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Outbox.Admission;

/// <summary>Admits one message as the API does.</summary>
internal static class AdmissionBed
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public static (NewEmail? Email, EmailFaults Faults) Admit(string json, Action<OutboxOptions>? configure = null) =>
        Admit(Encoding.UTF8.GetBytes(json), configure);

    public static (NewEmail? Email, EmailFaults Faults) Admit(byte[] json, Action<OutboxOptions>? configure = null)
    {
        var admit = Create(configure);
        var faults = new EmailFaults();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        reader.Read();
        var email = admit.Admit(ref reader, "email", "foo.example", faults);
        Assert.Equal(email is null, faults.Any);
        return (email, faults);
    }

    public static (NewEmail? Email, EmailFaults Faults) AdmitForm(string form, Action<OutboxOptions>? configure = null) =>
        AdmitForm(Encoding.UTF8.GetBytes(form), configure);

    public static (NewEmail? Email, EmailFaults Faults) AdmitForm(byte[] form, Action<OutboxOptions>? configure = null)
    {
        var faults = new EmailFaults();
        var email = Create(configure).AdmitForm(form, "foo.example", faults);
        Assert.Equal(email is null, faults.Any);
        return (email, faults);
    }

    /// <summary>A good message with some members more.</summary>
    public static (NewEmail? Email, EmailFaults Faults) AdmitWith(string members) => Admit(Good(members));

    public static string Good(string members) => $$"""{"to":["a@b.example"],"subject":"Hello","text":"Hi",{{members}}}""";

    public static NewEmail Admitted(string json)
    {
        var (email, faults) = Admit(json);
        Assert.Empty(faults.ToErrors());
        return email!;
    }

    public static NewEmail AdmittedForm(string form)
    {
        var (email, faults) = AdmitForm(form);
        Assert.Empty(faults.ToErrors());
        return email!;
    }

    /// <summary>The names of the fields that are wrong.</summary>
    public static IEnumerable<string> Refused(string json) => Admit(json).Faults.ToErrors().Keys;

    public static IEnumerable<string> RefusedWith(string members) => Refused(Good(members));

    private static AdmitEmail Create(Action<OutboxOptions>? configure)
    {
        var options = new OutboxOptions();
        configure?.Invoke(options);
        var given = Options.Create(options);
        return new AdmitEmail(new EmailReader(new HeaderMember(given), given), new FormReader(given), new EmailRules(given), given, new FakeTimeProvider(Now));
    }
}
