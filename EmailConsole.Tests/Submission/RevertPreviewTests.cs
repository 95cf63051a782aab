using System.Net;
using System.Net.Sockets;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders;
using MailKit.Security;

namespace EmailConsole.Tests.Submission;

/// <summary>What programs handed over under a name of the tenant's own, and what becomes of it when the tenant goes back to the super tenant's server.</summary>
public sealed class RevertPreviewTests(SubmissionBed bed) : IClassFixture<SubmissionBed>
{
    private const string Domain = "reverts.example";
    private const string Own = $"codes@{Domain}";

    [Fact]
    public async Task Find_MailWaits_CountsWhatTheSuperTenantsServerWouldNotSend()
    {
        var person = await bed.Console.OpenSessionAsync(await bed.Console.AddTenantAsync(Domain));
        var preview = bed.Console.Service<IRevertPreview>();
        Assert.Equal(0, (await preview.FindAsync(person, Domain, default)).Count);

        // Bound, and listened on by nobody
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var settings = Inputs.BasicSettings with
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)closed.LocalEndPoint!).Port,
            Encryption = SmtpEncryption.None,
            FromAddress = Own,
            AuthenticationType = AuthenticationType.None,
            Username = "",
        };
        Assert.IsType<UpdateResult.Saved>(await bed.Console.Service<IEmailProviderWriter>().UpdateAsync(
            person, Domain, new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep), null, default));
        Assert.IsType<SendersResult.Stored>(await bed.Console.Service<IProgramSenders>().SetAsync(
            person, Domain, null, OtherSenders.Allow, $"@{Domain}\n@brand.example\n{SubmissionBed.From}", default));

        using (var client = await bed.ConnectAsync(SecureSocketOptions.None))
        {
            await client.AuthenticateAsync(Domain, await bed.CreateKeyAsync(Domain));
            foreach (var from in (string[])[Own, Own, $"alarm@{Domain}", SubmissionBed.From, "x@brand.example"])
            {
                using var message = SubmissionBed.Compose("waits", from);
                await client.SendAsync(message);
            }
        }

        var stranded = await preview.FindAsync(person, Domain, default);
        Assert.Equal((3L, false, true), (stranded.Count, stranded.HasMore, stranded.IsForbidden));
        Assert.Equal([Own, "x@brand.example"], stranded.From);

        var operatorOf = await bed.Console.OpenSessionAsync(await bed.Console.AddPersonAsync(Domain, "operator", ActorRole.Operator));
        Assert.Equal(StrandedMail.None, await preview.FindAsync(operatorOf, Domain, default));
    }
}
