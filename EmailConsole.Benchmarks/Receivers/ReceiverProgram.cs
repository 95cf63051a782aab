using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace EmailConsole.Benchmarks.Receivers;

/// <summary>The servers as a process of their own: prints their ports, answers questions from its input, ends with it.</summary>
internal static class ReceiverProgram
{
    public const string Name = "receiver";
    public const string OpenQuestion = "open";
    public const string MessagesQuestion = "messages";
    public const string MessagesOfQuestion = "messages-of";
    public const string DifferentQuestion = "different";
    public const string TwiceQuestion = "twice";
    public const string ReadIds = "ids";

    public static async Task<int> RunAsync(string[] args)
    {
        var servers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        var hung = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
        var finalReplyAfter = TimeSpan.FromMilliseconds(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0);
        using var certificate = args.Length > 3 && args[3].Length > 0 ? Load(args[3]) : null;
        using var server = new ReceiverServer(certificate, finalReplyAfter, readsIds: args.Length > 4 && args[4] == ReadIds);
        server.Start(servers, hung);
        Console.WriteLine(string.Join(' ', server.Ports));
        while (await Console.In.ReadLineAsync() is { } question)
        {
            var words = question.Split(' ');
            Console.WriteLine(words[0] switch
            {
                OpenQuestion => server.Open.ToString(CultureInfo.InvariantCulture),
                MessagesQuestion => server.Messages.ToString(CultureInfo.InvariantCulture),
                MessagesOfQuestion => server.MessagesOf(int.Parse(words[1], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
                DifferentQuestion => server.Different.ToString(CultureInfo.InvariantCulture),
                TwiceQuestion => server.Twice.ToString(CultureInfo.InvariantCulture),
                _ => "?",
            });
        }

        return 0;
    }

    private static X509Certificate2 Load(string folder) => X509Certificate2.CreateFromPemFile(
        Path.Combine(folder, ServerCertificate.CertificateFile), Path.Combine(folder, ServerCertificate.KeyFile));
}
