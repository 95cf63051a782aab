using EmailConsole.Rest.Server;

namespace EmailConsole.EmailProviders.Api.Answers;

/// <summary>The errors of the Notification Senders API, by their codes in WSO2.</summary>
internal static class SenderErrors
{
    private const string NotFoundMessage = "No notification sender found.";

    public static ServerError Taken(string name) => new(
        StatusCodes.Status409Conflict,
        "NSM-60002",
        "Notification sender already exists.",
        $"There is already exists a notification sender: {name}.");

    /// <summary>POST: no other name than the system's can be used.</summary>
    public static ServerError NoSystemSender(string name) => new(
        StatusCodes.Status404NotFound,
        "NSM-60001",
        "No defined system notification sender.",
        $"There is no notification sender: {name}, defined in system.");

    public static ServerError NotFound(string name) => new(
        StatusCodes.Status404NotFound, "NSM-60006", NotFoundMessage, $"There is no notification sender for publisher: {name}.");

    /// <summary>PUT of a name that does not exist; 404, as WSO2's definition promises.</summary>
    public static ServerError NotFoundToUpdate(string name) => new(
        StatusCodes.Status404NotFound, "NSM-65010", NotFoundMessage, $"No notification sender found with name: {name}.");

    public static ServerError NoneInSuperTenant() => new(
        StatusCodes.Status404NotFound,
        "NSM-65001",
        "No active notification senders found.",
        "There exists no active notification senders in super tenant");

    /// <param name="faults">By the names of the API.</param>
    public static ServerError Invalid(IEnumerable<FieldError> faults) => new(
        StatusCodes.Status400BadRequest,
        "NSM-65022",
        "Invalid input.",
        "Invalid input received for notification sender. " + string.Join(' ', faults.Select(f => $"{ProviderFields.Key(f.Field)}: {f.Message}")));

    public static ServerError GetFailed(string? name) => Failed(
        "NSM-65003", "Error while getting notification sender.", $"Error while retrieving notification sender resource: {name}.");

    public static ServerError AddFailed(string? name) => Failed(
        "NSM-65004",
        "Unable to add notification sender.",
        $"Server encountered an error while adding the notification sender resource: {name ?? SenderName.System}");

    public static ServerError DeleteFailed(string? name) => Failed(
        "NSM-65005",
        "Unable to delete notification sender.",
        $"Server encountered an error while deleting the notification sender resource: {name}");

    public static ServerError ListFailed(string? name) => Failed(
        "NSM-65006", "Error while getting notification senders.", "Error while retrieving email notification sender resources.");

    public static ServerError UpdateFailed(string? name) => Failed(
        "NSM-65007", "Unable to update notification sender.", $"Error while updating notification sender: {name}.");

    public static ServerError EncryptionFailed() => Failed(
        "NSM-65023", "Error while encrypting credentials.", "The credentials could not be encrypted; nothing was stored.");

    private static ServerError Failed(string code, string message, string description) =>
        new(StatusCodes.Status500InternalServerError, code, message, description);
}
