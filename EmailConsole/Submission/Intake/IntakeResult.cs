using System.Text;
using EmailConsole.Outbox;

namespace EmailConsole.Submission.Intake;

/// <summary>What becomes of a message that was handed over.</summary>
internal abstract record IntakeResult
{
    /// <param name="Email">For the outbox.</param>
    /// <param name="Key">By which the same message is known when it comes again; null: it never is.</param>
    public sealed record Taken(NewEmail Email, IdempotencyKey? Key) : IntakeResult;

    /// <param name="Reason">For counting.</param>
    /// <param name="Reply">One line of ASCII, at most 500 octets, such as <c>550 5.7.1 …</c>.</param>
    public sealed record Refused(IntakeRefusal Reason, string Reply) : IntakeResult
    {
        private const int Longest = 500;

        /// <param name="reason">For counting.</param>
        /// <param name="codes">Such as <c>554 5.6.0</c>.</param>
        /// <param name="text">What is wrong and what to do; may repeat what the client sent.</param>
        public static Refused With(IntakeRefusal reason, string codes, string text)
        {
            var reply = new StringBuilder(codes).Append(' ').Append(text);
            for (var i = 0; i < reply.Length; i++)
            {
                if (reply[i] is < ' ' or > '~')
                {
                    reply[i] = '?';
                }
            }

            return new Refused(reason, reply.ToString(0, Math.Min(reply.Length, Longest)));
        }

        /// <summary>554 5.6.0: the message is none that can be passed on.</summary>
        public static Refused Broken(IntakeRefusal reason, string text) => With(reason, "554 5.6.0", text);
    }
}

/// <summary>Why a message was refused at the end of data.</summary>
internal enum IntakeRefusal
{
    /// <summary>NUL, or a bare CR.</summary>
    Characters = 0,

    /// <summary>Its header is none, is too large, or has a field twice.</summary>
    Header = 1,

    /// <summary>It would have to be changed, and its signature forbids it.</summary>
    Signature = 2,

    /// <summary>Its From may not send here.</summary>
    Sender = 3,

    /// <summary>It was here before, or at too many servers.</summary>
    Loop = 4,

    /// <summary>A field X-EmailConsole-… is wrong.</summary>
    Extras = 5,

    /// <summary>It cannot be written so that every server takes it.</summary>
    Content = 6,

    /// <summary>More than <c>Outbox:MaxMessageSize</c>.</summary>
    Size = 7,

    /// <summary>Nobody to send it to, or an address that mail cannot carry.</summary>
    Recipients = 8,
}
