using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Benchmarks.Receivers;

/// <summary>The servers as a process of their own: prints their ports, answers questions from its input, ends with it.</summary>
internal static class ReceiverProgram
{
    public const string Name = "receiver";
    public const string OpenQuestion = "open";
    public const string MessagesQuestion = "messages";

    public static async Task<int> RunAsync(string[] args)
    {
        var servers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        var hung = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
        var finalReplyAfter = TimeSpan.FromMilliseconds(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0);
        using var certificate = args.Length > 3 ? Load(args[3]) : null;
        using var server = new ReceiverServer(certificate, finalReplyAfter);
        server.Start(servers, hung);
        Console.WriteLine(string.Join(' ', server.Ports));
        while (await Console.In.ReadLineAsync() is { } question)
        {
            Console.WriteLine(question switch
            {
                OpenQuestion => server.Open.ToString(CultureInfo.InvariantCulture),
                MessagesQuestion => server.Messages.ToString(CultureInfo.InvariantCulture),
                _ => "?",
            });
        }

        return 0;
    }

    private static X509Certificate2 Load(string folder) => X509Certificate2.CreateFromPemFile(
        Path.Combine(folder, ServerCertificate.CertificateFile), Path.Combine(folder, ServerCertificate.KeyFile));
}
